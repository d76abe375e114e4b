-- Compare announced requirements with some of the groups; after the last of those, the requirements are in use.
--
-- Returns the cursor to go on with, or "0" at the end. A call takes milliseconds, so that others get their turn. A
-- group that is new meanwhile is compared with what was announced when it is first seen.
-- include: guard, relations
local prefix = KEYS[1]  -- the division's tagged prefix
local buckets = ARGV[1] -- JSON: [bucket, requirement] each
local cursor = ARGV[2]  -- "0" at first
local count = ARGV[3]   -- about how many groups

local function verb()
  local asked = {}
  for _, pair in ipairs(cjson.decode(buckets)) do
    asked[pair[1]] = pair[2]
  end
  local page = call('SSCAN', key.groups, cursor, 'COUNT', count)
  relations.compare(page[2], asked)
  if page[1] == '0' then
    for bucket, requirement in pairs(asked) do
      relations.introduce(bucket, requirement)
    end
  end
  return page[1]
end
