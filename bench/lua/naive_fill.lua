-- Contacts wait on the naive yardstick's list.
local prefix = KEYS[1]   -- the yardstick's own tagged prefix
local contacts = ARGV[1] -- JSON: [id, order key, requirement] of each

local function verb()
  for _, row in ipairs(cjson.decode(contacts)) do
    redis.call('ZADD', prefix .. 'waiting', row[2], row[1])
    redis.call('HSET', prefix .. 'contact:' .. row[1], 'state', 'waiting', 'requirement', row[3])
  end
end
