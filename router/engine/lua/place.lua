-- Where a waiting contact stands, and how long it may yet wait.
--
-- Returns JSON: how many are ahead, how many at work could serve it, and the interval in milliseconds from now, if
-- there can be one; or nothing when it does not wait.
-- reads only
-- include: guard, contacts, estimates
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which

local function verb(now)
  local c = contacts.get(contact)
  return c and c.state == 'waiting' and cjson.encode((estimates.of(c, now))) or nil
end
