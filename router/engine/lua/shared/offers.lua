-- Offers: a lease on one contact for one agent, fenced by an epoch that is never given twice.
-- include: base, log, timers, contacts, places, agents, relations, loads, plans, pauses, estimates, holds

local offers = {}

local DEADLINES = {offered = 'offer', connecting = 'connecting', wrapping = 'wrap'}

-- Ring an agent. `why` is a text of facts about how they were chosen. The caller seats the agent afterwards.
function offers.make(c, a, now, why)
  contacts.whole(c)
  estimates.over(c, now)
  if c.place ~= '' then
    places.take(c, now)
  end
  contacts.advance(c, 'offer')
  local deadline = now + tonumber(c.offer_ms)
  c.agent, c.epoch, c.offer = a.id, ms(call('INCR', key.epoch)), 'made'
  local at, till = ms(now), ms(deadline)
  if c.is_new then
    call('HSET', key.contact .. c.id, 'state', c.state, 'agent', c.agent, 'epoch', c.epoch, 'offer', 'made',
      'since', at, 'deadline', till, 'bucket', c.bucket, plans.fields(c))
    plans.rest(c)
  else
    call('HSET', key.contact .. c.id, 'state', c.state, 'since', at, 'agent', c.agent, 'epoch', c.epoch,
      'offer', 'made', 'deadline', till, 'bucket', c.bucket, 'place', '')
  end
  a.load, a.changes = loads.with(a.load, c.id, 'ringing:' .. c.channel), true
  timers.set('offer', c.id, a.id, deadline)
  holds.let_go(a, now)
  log.contact('offer.made', c, now,
    why .. '\tbucket=' .. c.bucket .. '\tidle_since#' .. a.idle_since .. '\texpires#' .. till)
  if a.held then
    a.held[c.channel], a.total, a.rings = (a.held[c.channel] or 0) + 1, a.total + 1, true
  end
end

local SERVED = {active = true, wrapping = true}

-- What an agent held is off their hands: written once the caller seats them. Whoever served it is idle from now on;
-- whoever it only rang at, since they were before. They may be unknown (a rebuild, before they signed in again).
function offers.release(c, now)
  local id = c.agent
  if DEADLINES[c.state] then
    timers.cancel(DEADLINES[c.state], c.id, id)
  end
  if c.line then
    call('HDEL', key.contact .. c.id, 'line')
  end
  local a = agents.get(id)
  if a then
    a.load, a.changes = loads.without(a.load, c.id), true
    if SERVED[c.state] then
      a.idle_since, a.freed = ms(now), true
    end
  else
    loads.drop(id, c.id)
  end
  pauses.over(a or loads.holder(id), now)
  return a
end

-- It, or whoever has it in hand, changed, so that they hold it without a skill that is never given up: no fault.
function offers.excuse(c, agent, skills)
  if not relations.meets(skills, contacts.whole(c).hard) then
    call('HSET', key.contact .. c.id, 'excused', agent)
  end
end

-- The offer's state after `did`; a move that the table lacks is a fault of ours.
function offers.advance(c, did)
  local state = after('offer', c.offer, did)
  if not state then
    error('ILLEGAL an offer that is ' .. tostring(c.offer) .. ' cannot ' .. did)
  end
  c.offer = state
  return state
end
