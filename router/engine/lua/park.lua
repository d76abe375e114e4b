-- A contact is put aside until a moment: parked, or promised a call back then. It keeps the place of its arrival.
--
-- Returns "parked" or "callback" (also when asked twice), or "gone" when it neither waits nor is in hand,
-- or is in other hands by now.
-- include: guard, contacts, asides
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local did = ARGV[2]     -- park, or call_back
local till = ARGV[3]    -- when it comes back by itself, ms
local reason = ARGV[4]  -- why, in a word
local agent = ARGV[5]   -- in whose hands it must be, or empty

local function verb(now)
  local c = contacts.get(contact)
  local state = c and after('contact', c.state, did)
  if state and is_with(c, agent) then
    asides.put(c, did, tonumber(till), now, reason)
    return state
  end
  return c and (c.state == 'parked' or c.state == 'callback') and c.state or 'gone'
end
