-- What was put aside is taken up again before its time.
--
-- Returns "waiting", or "gone" when it was not put aside.
-- include: guard, contacts, asides
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local reason = ARGV[2]  -- why, in a word

local function verb(now)
  local c = contacts.get(contact)
  return c and asides.over(c, now, reason) and 'waiting' or 'gone'
end
