-- Where a waiting contact stands, for whoever is told so now: that is kept, so that nobody is told worse without cause,
-- and estimates learn from what was told.
--
-- Returns what `place` does.
-- include: guard, contacts, estimates
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which

local function verb(now)
  local c = contacts.get(contact)
  return c and c.state == 'waiting' and cjson.encode(estimates.tell(c, now)) or nil
end
