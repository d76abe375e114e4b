-- An agent drops out of a live contact: the resident keeps the place they came with.
--
-- Returns "returned", or "gone" when it was not active.
-- include: guard, contacts, returns
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local reason = ARGV[2]  -- why, in a word

local function verb(now)
  local c = contacts.get(contact)
  if not c or c.state ~= 'active' then
    return 'gone'
  end
  returns.to_place(c, 'give_back', now, {event = 'contact.returned', cool = true, reason = reason})
  return 'returned'
end
