-- The floor at one instant: who waits for what, and what every agent does. What an agent asks about a call in their
-- hands is nobody who waits.
--
-- Returns JSON.
-- reads only
-- include: sight
local prefix = KEYS[1] -- the division's tagged prefix

local function verb(now)
  local queues, staff = {}, {}
  for _, queue in ipairs(call('SMEMBERS', key.queues)) do
    local name = key.queue .. queue
    local first, due = unpack(call('ZRANGE', name, 0, 0, 'WITHSCORES'))
    local service, channel = string.match(queue, '^(.*)|(.*)$')
    if first and channel ~= 'question' then
      queues[#queues + 1] = {
        service = service, channel = channel, waiting = call('ZCARD', name),
        late = call('ZCOUNT', name, '-inf', '(' .. ms(now)),
        oldest = call('HGET', key.contact .. first, 'arrived'), due = due,
      }
    end
  end
  for _, agent in ipairs(call('SMEMBERS', key.agents)) do
    staff[agent] = sight.agent(agent)
  end
  return cjson.encode({at = ms(now), rules = meta.rules, queues = queues, agents = staff})
end
