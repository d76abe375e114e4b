-- The floor at one instant: who waits for what, and what every agent does. What an agent asks about a call in their
-- hands is nobody who waits.
--
-- Returns JSON.
-- reads only
-- include: sight
local prefix = KEYS[1] -- the division's tagged prefix

local LOOKED_AT = 50 -- of a queue: who is due first need not have come first

-- The earliest arrival among those who are due first, and when the first is due.
local function first_of(queue)
  local rows, oldest = call('ZRANGE', queue, 0, LOOKED_AT - 1, 'WITHSCORES'), nil
  for i = 1, #rows, 2 do
    local arrived = call('HGET', key.contact .. rows[i], 'arrived')
    oldest = math.min(oldest or math.huge, tonumber(arrived))
  end
  return oldest and ms(oldest), rows[2]
end

local function verb(now)
  local queues, staff = {}, {}
  for _, queue in ipairs(call('SMEMBERS', key.queues)) do
    local name = key.queue .. queue
    local oldest, due = first_of(name)
    local service, channel = string.match(queue, '^(.*)|(.*)$')
    if oldest and channel ~= 'question' then
      queues[#queues + 1] = {
        service = service, channel = channel, waiting = call('ZCARD', name),
        late = call('ZCOUNT', name, '-inf', '(' .. ms(now)),
        oldest = oldest, due = due,
      }
    end
  end
  for _, agent in ipairs(call('SMEMBERS', key.agents)) do
    staff[agent] = sight.agent(agent)
  end
  return cjson.encode({at = ms(now), rules = meta.rules, queues = queues, agents = staff})
end
