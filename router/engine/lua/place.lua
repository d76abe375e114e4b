-- Where a waiting contact stands. Ahead of it is everybody with a better order key whom anyone who could serve it may
-- be given first: a conservative count.
--
-- Returns JSON: how many are ahead, how many at work could serve it, and the recent mean handling time; or nothing.
-- include: base
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which

local USUAL_MS = 240000

local function verb()
  local state, place, bucket, score = unpack(call('HMGET', key.contact .. contact, 'state', 'place', 'bucket', 'score'))
  if state ~= 'waiting' then
    return nil
  end
  bucket = bucket or place
  local buckets, profiles = {[place] = true, [bucket] = true}, {}
  for _, group in ipairs(call('ZRANGE', key.served_by .. bucket, 0, -1)) do
    profiles[string.match(group, '^[^.]*')] = true
    for _, other in ipairs(call('SMEMBERS', key.serves .. group)) do
      buckets[other] = true
    end
  end
  local ahead, servers = 0, 0
  for other in pairs(buckets) do
    local list = key.bucket .. other
    ahead = ahead + (call('ZRANK', list, contact) or call('ZCOUNT', list, '-inf', '(' .. score))
  end
  for profile in pairs(profiles) do
    servers = servers + call('SCARD', key.staff .. profile)
  end
  local mean = tonumber(call('HGET', key.means, bucket) or USUAL_MS)
  return cjson.encode({ahead = ahead, servers = servers, mean_ms = mean})
end
