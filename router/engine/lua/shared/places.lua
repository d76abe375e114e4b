-- Where a waiting contact stands: in one bucket, by its order key, and on the board's list of its queue.
-- include: base, timers, relations

local places = {}

local function refresh(bucket)
  local first = redis.call('ZRANGE', key.bucket .. bucket, 0, 0, 'WITHSCORES')
  if first[1] then
    redis.call('ZADD', key.heads, first[2], bucket)
  else
    redis.call('ZREM', key.heads, bucket)
  end
end

-- '0=b1;60000=b4' → the bucket that holds at `age`, and the age at which the next one does.
local function step_at(steps, age)
  local bucket
  for from, name in string.gmatch(steps, '(%d+)=([^;]+)') do
    if tonumber(from) > age then
      return bucket, tonumber(from)
    end
    bucket = name
  end
  return bucket, nil
end

function places.personal(channel, agent)
  return '@' .. channel .. '@' .. agent
end

-- The agent a contact has to itself for a while, if they are at work, fit, and did not just decline it.
local function has_preferred(c, age)
  if c.preferred == '' or age >= tonumber(c.preferred_ms) then
    return false
  end
  local agent = redis.call('HMGET', key.agent .. c.preferred, 'state', 'skills')
  return agent[1] == 'ready' and relations.meets(agent[2], c.hard)
    and not redis.call('ZSCORE', key.cooled .. c.id, c.preferred)
end

-- Put a contact where it belongs now. Its order key comes from its arrival, so it stands where it always stood.
function places.put(c, now)
  -- Clocks differ a little: a contact may seem to arrive after now.
  local age = math.max(0, now - tonumber(c.arrived))
  local bucket, change = step_at(c.steps, age)
  c.place = bucket
  if has_preferred(c, age) then
    c.place = places.personal(c.channel, c.preferred)
    change = math.min(change or math.huge, tonumber(c.preferred_ms))
  end
  redis.call('HSET', key.contact .. c.id, 'bucket', bucket, 'place', c.place)
  c.bucket = bucket
  redis.call('ZADD', key.bucket .. c.place, c.score, c.id)
  redis.call('ZADD', key.heads, 'LT', c.score, c.place)
  local queue = c.service .. '|' .. c.channel
  redis.call('ZADD', key.queue .. queue, c.due, c.id)
  redis.call('SADD', key.queues, queue)
  if change then
    timers.set('step', c.id, '', tonumber(c.arrived) + change)
  end
end

-- Take a contact from where it stands.
function places.take(c)
  redis.call('ZREM', key.bucket .. c.place, c.id)
  refresh(c.place)
  redis.call('ZREM', key.queue .. c.service .. '|' .. c.channel, c.id)
  redis.call('HSET', key.contact .. c.id, 'place', '')
  c.place = ''
  timers.cancel('step', c.id, '')
end
