-- An agent will not take what rings at their desk: it goes back to its place, and is not offered to them for a minute.
--
-- Returns "declined", "late" (that offer is over), or "gone" (no such contact, or it has ended).
-- include: guard, contacts, returns
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local agent = ARGV[2]   -- who declines
local epoch = ARGV[3]   -- of the offer that they saw
local reason = ARGV[4]  -- why, in a word

local function verb(now)
  local c = contacts.get(contact)
  if not c or c.state == 'closed' then
    return 'gone'
  end
  if c.state == 'offered' and c.agent == agent and c.epoch == epoch then
    returns.to_place(c, 'return', now, {event = 'offer.declined', offer = 'decline', cool = true, reason = reason})
    return 'declined'
  end
  -- Asked twice: the first time it was declined.
  return c.epoch == epoch and c.offer == 'declined' and 'declined' or 'late'
end
