-- An agent drops out of a live contact: the resident keeps the place they came with.
--
-- A call is not given to the same agent until their desk says again that its phone works, which may be seconds; a text
-- they gave back is not offered to them for a minute.
--
-- Returns "returned", or "gone" when it was not active, or is in other hands by now.
-- include: guard, contacts, agents, talks, returns
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local reason = ARGV[2]  -- why, in a word
local agent = ARGV[3]   -- in whose hands it must be, or empty

local function verb(now)
  local c = contacts.get(contact)
  if not c or c.state ~= 'active' or not is_with(c, agent) then
    return 'gone'
  end
  local a = c.channel == 'phone' and agents.get(c.agent)
  if a then
    agents.write(a, {phone_ready = '0'})
    agents.seat(a, (agents.open(a, now)))
  end
  talks.owe(c, now)
  returns.to_place(c, 'give_back', now, {event = 'contact.returned', cool = not a, reason = reason})
  if a then
    returns.without_phone(a, now)
  end
  return 'returned'
end
