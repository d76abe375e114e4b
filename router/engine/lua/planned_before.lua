-- Contacts that wait, or ring, under older rules, in the order in which they are served.
--
-- Returns JSON: where to go on from (-1: nowhere) and their ids.
-- include: base
local prefix = KEYS[1]  -- the division's tagged prefix
local version = ARGV[1] -- of the rules in force
local start = ARGV[2]   -- where the last answer said to go on
local count = ARGV[3]   -- how many to look at

local function verb()
  local ids = {}
  local last = tonumber(start) + tonumber(count) - 1
  local looked_at = redis.call('ZRANGE', key.open, start, ms(last))
  for _, id in ipairs(looked_at) do
    local state, rules = unpack(redis.call('HMGET', key.contact .. id, 'state', 'rules'))
    if (state == 'waiting' or state == 'offered') and tonumber(rules) < tonumber(version) then
      ids[#ids + 1] = id
    end
  end
  return cjson.encode({#looked_at < tonumber(count) and -1 or last + 1, ids})
end
