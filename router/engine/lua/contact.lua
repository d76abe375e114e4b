-- A contact, open or lately closed.
--
-- Returns JSON: its fields and what it requires; or nothing.
-- include: base
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which

local function verb()
  local c = hash(key.contact .. contact)
  if not c then
    return nil
  end
  c.requirement = redis.call('HGET', key.requirements, c.bucket)
  return cjson.encode(c)
end
