-- Another plan for a contact: one that waits moves to its new place, with the arrival it always had. One in hand stays
-- there; should it be given back, dropped or put aside, it waits by the new plan.
--
-- Returns "moved", "same", "stale" (newer rules planned it already, or these did otherwise), or "gone".
-- include: guard, plans, log, contacts, places, agents, relations, offers, returns, match
local prefix = KEYS[1] -- the division's tagged prefix
local plan = ARGV[1]   -- the route plan's text
local older = ARGV[2]  -- 1: only where older rules planned it, for somebody may have passed it on under these

local function move(c, p, now)
  local place, score = c.place, c.score
  places.take(c, now)
  plans.over(c, p)
  places.find(c, now)
  log.contact('contact.replanned', c, now, plans.facts(p))
  if c.spot == place and c.score == score then
    places.put(c)
    return 'same'
  end
  if not match.contact(c, now) then
    places.put(c)
  end
  return 'moved'
end

local function verb(now)
  local p = plans.read(plan)
  local c = contacts.get(p.id)
  if not c or c.state == 'closed' then
    return 'gone'
  end
  if tonumber(p.rules) < tonumber(c.rules) then
    return 'stale'
  end
  if plans.holds(c, p) then
    return 'same'
  end
  if older == '1' and p.rules == c.rules then
    return 'stale'
  end
  if c.state == 'waiting' then
    return move(c, p, now)
  end
  plans.over(c, p)
  log.contact('contact.replanned', c, now, plans.facts(p))
  -- A desk that rings goes on ringing, unless a skill that is never relaxed is now asked for and missing there.
  local a = c.agent ~= '' and agents.get(c.agent)
  if a and c.state ~= 'offered' then
    offers.excuse(c, a.id, agents.skills(a))
  elseif a and not relations.meets(agents.skills(a), c.hard) then
    returns.to_place(c, 'return', now, {event = 'offer.withdrawn', offer = 'supersede', reason = 'new rules'})
    return 'moved'
  end
  return 'same'
end
