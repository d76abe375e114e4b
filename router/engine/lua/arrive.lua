-- A contact comes in: it is offered at once when somebody fits, or gets its place.
--
-- Returns "offered" or "waiting"; "already" when it is known, open or lately closed.
-- include: guard, plans, log, contacts, places, match
local prefix = KEYS[1] -- the division's tagged prefix
local plan = ARGV[1]   -- the route plan's text
local force = ARGV[2]  -- 1: let one that has closed in again

local function verb(now)
  local c = plans.read(plan)
  local known = call('HGET', key.contact .. c.id, 'state')
  if known then
    if known ~= 'closed' or force ~= '1' then
      return 'already'
    end
    call('DEL', key.contact .. c.id)
  end
  c.state = known or 'arrived'
  contacts.advance(c, known and 'reopen' or 'wait')
  places.find(c, now)
  log.contact('contact.arrived', c, now, '\tplan=' .. c.text)
  if match.contact(c, now) then
    return 'offered'
  end
  places.begin(c)
  return 'waiting'
end
