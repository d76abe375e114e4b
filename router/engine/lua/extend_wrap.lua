-- A wrap-up needs longer for its notes.
--
-- Returns "extended", or "gone" when it is not in wrap-up.
-- include: guard, log, timers, contacts
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local more = ARGV[2]    -- milliseconds

local function verb(now)
  local c = contacts.in_hand(contact)
  if not c or c.state ~= 'wrapping' then
    return 'gone'
  end
  local deadline = math.max(now, tonumber(c.deadline)) + tonumber(more)
  call('HSET', key.contact .. c.id, 'deadline', ms(deadline))
  timers.set('wrap', c.id, c.agent, deadline)
  log.contact('contact.wrapping', c, now, {till = deadline, more = tonumber(more)})
  return 'extended'
end
