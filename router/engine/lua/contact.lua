-- A contact, open or lately closed.
--
-- Returns JSON: its fields and what it requires; or nothing.
-- reads only
-- include: sight
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which

local function verb()
  local c = sight.contact(contact)
  return c and cjson.encode(c)
end
