-- What an agent held, or what rang at their desk, goes back to its place, and both sides are matched again.
-- include: base, log, contacts, places, offers, cooling, match

local returns = {}

-- `did` is the contact's move. `o`: event to log, reason, whether the two cool down, the offer's own move.
function returns.to_place(c, did, now, o)
  local agent = c.agent
  if o.offer then
    offers.did(c, o.offer)
  end
  local a = offers.release(c, now)
  if o.cool then
    cooling.start(c.id, agent, now)
  end
  contacts.move(c, did, now, {agent = '', deadline = ''})
  places.put(c, now)
  log.contact(o.event, c, now, {reason = o.reason, offer = c.offer}, agent)
  if match.contact(c, now) and a then
    a = agents.get(agent)
  end
  match.agent(a, now)
end

-- All that rings at an agent's desk, or what of it `applies`, goes back without a strike.
function returns.ringing(a, now, o, applies)
  for id, value in pairs(hash(key.load .. a.id) or {}) do
    if string.sub(value, 1, 8) == 'ringing:' then
      local c = contacts.get(id)
      if not applies or applies(c) then
        returns.to_place(c, 'return', now, o)
      end
    end
  end
end
