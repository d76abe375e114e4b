-- The floor at one instant: who waits for what, and what every agent does.
--
-- Returns JSON.
-- include: sight
local prefix = KEYS[1] -- the division's tagged prefix

local function verb(now)
  local queues, staff = {}, {}
  for _, queue in ipairs(redis.call('SMEMBERS', key.queues)) do
    local name = key.queue .. queue
    local first = redis.call('ZRANGE', name, 0, 0)[1]
    if first then
      local service, channel = string.match(queue, '^(.*)|(.*)$')
      queues[#queues + 1] = {
        service = service, channel = channel, waiting = redis.call('ZCARD', name),
        late = redis.call('ZCOUNT', name, '-inf', '(' .. ms(now)),
        oldest = redis.call('HGET', key.contact .. first, 'arrived'),
      }
    end
  end
  for _, agent in ipairs(redis.call('SMEMBERS', key.agents)) do
    staff[agent] = sight(agent)
  end
  return cjson.encode({at = ms(now), rules = meta[2] or '', queues = queues, agents = staff})
end
