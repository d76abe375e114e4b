-- Offers: a lease on one contact for one agent, fenced by an epoch that is never given twice.
-- include: base, log, timers, contacts, places, agents

local offers = {}

-- Ring an agent. `why` says how they were chosen.
function offers.make(c, a, now, why)
  places.take(c)
  local epoch = ms(redis.call('HINCRBY', key.meta, 'epoch', 1))
  local deadline = now + tonumber(c.offer_ms)
  contacts.move(c, 'offer', now, {agent = a.id, epoch = epoch, deadline = ms(deadline), offer = 'made'})
  redis.call('HSET', key.load .. a.id, c.id, 'ringing:' .. c.channel)
  timers.set('offer', c.id, a.id, deadline)
  why.idle_since = tonumber(a.idle_since)
  why.requirement = redis.call('HGET', key.requirements, c.bucket)
  why.expires = deadline
  log.contact('offer.made', c, now, why)
  agents.seat(a)
end

-- The agent has it in hand, or no longer has. Either way their idle time starts afresh.
function offers.take(c, a)
  timers.cancel('offer', c.id, a.id)
  redis.call('HSET', key.load .. a.id, c.id, 'taken:' .. c.channel)
  agents.seat(a)
end

-- What an agent held is off their hands. They may be unknown (a rebuild, before they signed in again).
function offers.release(c, now)
  local id = c.agent
  timers.cancel('offer', c.id, id)
  timers.cancel('connecting', c.id, id)
  timers.cancel('wrap', c.id, id)
  redis.call('HDEL', key.load .. id, c.id)
  local a = agents.get(id)
  if a then
    agents.write(a, {idle_since = ms(now)})
    agents.seat(a)
  end
  return a
end

-- Move the offer along its table; a move that the table lacks is a fault of ours.
function offers.did(c, did)
  local state = after('offer', c.offer, did)
  if not state then
    error('ILLEGAL an offer that is ' .. tostring(c.offer) .. ' cannot ' .. did)
  end
  redis.call('HSET', key.contact .. c.id, 'offer', state)
  c.offer = state
end
