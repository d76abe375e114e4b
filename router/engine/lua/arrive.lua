-- A contact comes in: it gets its place, and is offered at once when somebody fits.
--
-- Returns "offered" or "waiting"; "already" when it is known, open or lately closed.
-- include: guard, plans, log, contacts, places, match
local prefix = KEYS[1] -- the division's tagged prefix
local plan = ARGV[1]   -- JSON: the route plan
local force = ARGV[2]  -- 1: let one that has closed in again

local function verb(now)
  local p = plans.read(plan)
  local known = redis.call('HGET', key.contact .. p.id, 'state')
  if known and (known ~= 'closed' or force ~= '1') then
    return 'already'
  end
  local c = plans.begin(p)
  c.state = known or c.state
  contacts.move(c, known and 'reopen' or 'wait', now)
  places.put(c, now)
  log.contact('contact.arrived', c, now, plans.facts(c))
  return match.contact(c, now) and 'offered' or 'waiting'
end
