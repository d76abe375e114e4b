-- What an agent held, or what rang at their desk, goes back to its place, and both sides are matched again.
-- include: base, log, contacts, places, loads, offers, cooling, match

local returns = {}

-- A contact that is in nobody's hands: to whoever is free for it, or to its place.
function returns.seek(c, now)
  places.find(c, now)
  if not match.contact(c, now) then
    places.put(c)
  end
end

-- `did` is the contact's move. `o`: event to log, reason, whether the two cool down, the offer's own move, more facts.
function returns.to_place(c, did, now, o)
  local agent = c.agent
  if o.offer then
    offers.advance(c, o.offer)
  end
  local a = offers.release(c, now)
  if a then
    loads.write(a.id, a.load)
    if a.freed then
      call('HSET', key.agent .. a.id, 'idle_since', a.idle_since)
    end
  end
  if o.cool then
    cooling.start(c, agent, now)
  end
  contacts.move(c, did, now, 'agent', '', 'deadline', '', 'offer', c.offer or '')
  c.agent = ''
  local facts = o.facts or {}
  facts.reason, facts.offer = o.reason, c.offer
  log.contact(o.event, c, now, facts, agent)
  returns.seek(c, now)
  match.agent(agents.get(agent), now)
end

-- All that rings at an agent's desk, or what of it `applies`, goes back without a strike.
function returns.ringing(a, now, o, applies)
  for id, value in pairs(loads.of(a.id)) do
    if string.sub(value, 1, 8) == 'ringing:' then
      local c = contacts.get(id)
      if not applies or applies(c) then
        returns.to_place(c, 'return', now, o)
      end
    end
  end
end
