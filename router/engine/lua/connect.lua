-- The agent and the resident are speaking.
--
-- Returns "connected", or "gone" when that offer is over.
-- include: guard, contacts, talks, timers
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local agent = ARGV[2]   -- who answers
local epoch = ARGV[3]   -- of the offer that they accepted

local function verb(now)
  local c = contacts.get(contact)
  if not c or c.agent ~= agent or c.epoch ~= epoch then
    return 'gone'
  end
  if c.state == 'connecting' then
    timers.cancel('connecting', c.id, c.agent)
    talks.connected(c, now)
  end
  return (c.state == 'active' or c.state == 'wrapping') and 'connected' or 'gone'
end
