-- It is done with, and its agent is free for the next.
--
-- Returns "closed", or "gone" when it was neither active nor in wrap-up, or is in other hands by now.
-- include: guard, contacts, talks
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local outcome = ARGV[2] -- served, referred…
local by = ARGV[3]      -- who says so: agent, or supervisor
local agent = ARGV[4]   -- in whose hands it must be, or empty

local function verb(now)
  local c = contacts.closing(contact)
  if c and (c.state == 'active' or c.state == 'wrapping') and is_with(c, agent) then
    talks.close(c, now, outcome, by)
  end
  -- One that is over was somebody's until then, unless nobody served it.
  return c and c.state == 'closed' and c.agent ~= '' and is_with(c, agent) and 'closed' or 'gone'
end
