-- Compare announced requirements with some of the profiles; after the last of those, the requirements are in use.
--
-- Returns the place of the profile to go on with, or -1. A call takes milliseconds, so that others get their turn.
-- include: guard, relations
local prefix = KEYS[1]  -- the division's tagged prefix
local buckets = ARGV[1] -- JSON: [bucket, requirement] each
local start = ARGV[2]   -- the first profile, by its place among all
local count = ARGV[3]   -- how many

local function verb()
  local asked, some, last = {}, {}, tonumber(start) + tonumber(count) - 1
  for _, pair in ipairs(cjson.decode(buckets)) do
    asked[pair[1]] = pair[2]
  end
  local names = call('HKEYS', key.profiles)
  table.sort(names)
  for place = tonumber(start), math.min(last, #names - 1) do
    some[names[place + 1]] = call('HGET', key.profiles, names[place + 1])
  end
  relations.compare(some, asked)
  if last + 1 < #names then
    return last + 1
  end
  for bucket, requirement in pairs(asked) do
    relations.introduce(bucket, requirement)
  end
  return -1
end
