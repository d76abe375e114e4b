-- The conversation is over; the agent has a while for their notes.
--
-- Returns "wrapping", or "gone" when it was not active, or is in other hands by now.
-- include: guard, log, timers, contacts, loads
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local agent = ARGV[2]   -- in whose hands it must be, or empty

local function verb(now)
  local c = contacts.in_hand(contact)
  if c and not is_with(c, agent) then
    return 'gone'
  end
  if c and c.state == 'active' then
    local deadline = now + tonumber(c.wrap_ms)
    contacts.move(c, 'wrap', now, 'deadline', ms(deadline))
    timers.set('wrap', c.id, c.agent, deadline)
    -- Whoever finishes what a call broke off is at it again.
    local channel = string.match(loads.of(c.agent)[c.id] or '', '^paused:(.+)$')
    if channel then
      loads.put(c.agent, c.id, 'taken:' .. channel)
    end
    log.contact('contact.wrapping', c, now, '\ttill#' .. ms(deadline))
  end
  return c and c.state == 'wrapping' and 'wrapping' or 'gone'
end
