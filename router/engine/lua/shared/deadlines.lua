-- What happens when a deadline passes, by its kind. Each looks first whether it still means anything.
-- include: base, log, contacts, agents, returns, talks, places, cooling, match, asides, pauses, holds

local deadlines = {}

local function held(id, state, agent)
  local c = contacts.get(id)
  return c and c.state == state and c.agent == agent and c
end

-- Nobody answered: the contact keeps its place.
function deadlines.offer(id, agent, now)
  local c = held(id, 'offered', agent)
  if c then
    returns.to_place(c, 'return', now, {event = 'offer.expired', offer = 'time_out', cool = true})
  end
  return c
end

-- The agent's leg did not come up in time.
function deadlines.connecting(id, agent, now)
  local c = held(id, 'connecting', agent)
  if c then
    returns.to_place(c, 'media_fail', now, {
      event = 'offer.media_failed', offer = 'time_out', cool = true, reason = 'not connected in time',
    })
  end
  return c
end

-- Nobody said how it ended, so it is not said to be settled: its agent still may, for the rest of the day.
function deadlines.wrap(id, agent, now)
  local c = held(id, 'wrapping', agent)
  if c then
    talks.close(contacts.whole(c), now, 'no_outcome', 'wrap-up ran out')
  end
  return c
end

-- Waited long enough for the next step of its route, or for the agent who knows it; or overdue in the background, and
-- from now on among what is standard.
function deadlines.step(id, _, now)
  local c = contacts.get(id)
  if not c or c.state ~= 'waiting' then
    return nil
  end
  places.take(c, now)
  places.find(c, now)
  places.put(c)
  log.contact(c.promoted and 'contact.promoted' or 'contact.step', c, now, {
    bucket = c.bucket, score = tonumber(c.score),
  })
  match.contact(c, now)
  return c
end

-- The time until which it was put aside is over.
function deadlines.aside(id, _, now)
  local c = contacts.get(id)
  return c and asides.over(c, now, 'its time has come') and c
end

function deadlines.cool(id, agent, now)
  cooling.stop(id, agent)
  log.agent('agent.cooled', agent, now, {contact = id})
  local c = contacts.get(id)
  if c and c.state == 'waiting' then
    contacts.whole(c)
    match.contact(c, now)
  end
  return c
end

-- What was held for a live contact is held no longer.
function deadlines.hold(_, agent, now)
  local a = agents.get(agent)
  holds.over(a, now)
  match.agent(a, now)
  return a
end

-- The desk went silent: what rings or waits for them alone goes on to others, without a strike; a live call is
-- unharmed.
function deadlines.presence(_, agent, now)
  local a = agents.get(agent)
  local was, lease = a and a.state, call('HGET', key.agent .. agent, 'lease')
  if not a or not agents.move(a, 'lapse', now, {reason = '', lapsed = was}) then
    return nil
  end
  log.agent('agent.absent', agent, now, {was = was, lease = tonumber(lease)})
  returns.stopped(a, now, {event = 'offer.withdrawn', offer = 'withdraw', reason = 'the desk went silent'})
  return a
end

-- Their phone stays away: callers who wait for them alone go on to others.
function deadlines.phone(_, agent, now)
  log.agent('agent.phone_gone', agent, now)
  returns.waiting(agent, 'phone:1', now)
  return true
end

function deadlines.sweep(_, _, now)
  log.agent('generation.resumed', '', now, {swept = true})
  pauses.settle(now)
  match.all(now)
  return true
end
