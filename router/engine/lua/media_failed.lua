-- The agent accepted, but their leg never came up: the contact goes back to its place.
--
-- Returns "returned", or "gone" when it is no longer connecting.
-- include: guard, contacts, returns
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local agent = ARGV[2]   -- who accepted
local epoch = ARGV[3]   -- of the offer that they accepted

local function verb(now)
  local c = contacts.get(contact)
  if not c or c.state ~= 'connecting' or c.agent ~= agent or c.epoch ~= epoch then
    return 'gone'
  end
  returns.to_place(c, 'media_fail', now, {event = 'offer.media_failed', offer = 'media_fail', cool = true})
  return 'returned'
end
