-- Where a waiting contact stands. Ahead of it is everybody with a better order key whom anyone who could serve it may
-- be given first: a conservative count.
--
-- Returns JSON: how many are ahead, how many at work could serve it, and the recent mean handling time; or nothing.
-- include: base
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which

local USUAL_MS = 240000

local function verb()
  local c = hash(key.contact .. contact)
  if not c or c.state ~= 'waiting' then
    return nil
  end
  local buckets, profiles = {[c.place] = true, [c.bucket] = true}, {}
  for _, group in ipairs(redis.call('ZRANGE', key.served_by .. c.bucket, 0, -1)) do
    profiles[string.match(group, '^[^.]*')] = true
    for _, bucket in ipairs(redis.call('SMEMBERS', key.serves .. group)) do
      buckets[bucket] = true
    end
  end
  local ahead, servers = 0, 0
  for bucket in pairs(buckets) do
    ahead = ahead + (redis.call('ZRANK', key.bucket .. bucket, contact)
      or redis.call('ZCOUNT', key.bucket .. bucket, '-inf', '(' .. c.score))
  end
  for profile in pairs(profiles) do
    servers = servers + redis.call('SCARD', key.staff .. profile)
  end
  local mean = tonumber(redis.call('HGET', key.means, c.bucket) or USUAL_MS)
  return cjson.encode({ahead = ahead, servers = servers, mean_ms = mean})
end
