-- New rules for a contact: one that waits moves to its new place, with the arrival it always had.
--
-- Returns "moved", "same", "stale" (newer rules planned it already), or "gone".
-- include: guard, plans, log, contacts, places, agents, returns, match
local prefix = KEYS[1] -- the division's tagged prefix
local plan = ARGV[1]   -- JSON: the route plan

local function move(c, p, now)
  local place, score = c.place, c.score
  places.take(c)
  plans.write(c, p)
  places.put(c, now)
  if c.place == place and c.score == score then
    return 'same'
  end
  log.contact('contact.replanned', c, now, plans.facts(c))
  match.contact(c, now)
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
  p.arrived = c.arrived
  if c.state == 'waiting' then
    return move(c, p, now)
  end
  plans.write(c, p)
  -- A desk that rings goes on ringing, unless a skill that is never relaxed is now asked for and missing there.
  local a = c.state == 'offered' and agents.get(c.agent)
  if a and not relations.meets(a.skills, c.hard) then
    returns.to_place(c, 'return', now, {event = 'offer.withdrawn', offer = 'supersede', reason = 'new rules'})
    return 'moved'
  end
  return 'same'
end
