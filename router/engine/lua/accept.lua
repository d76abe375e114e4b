-- An agent takes what rings at their desk, and what else of the same matter waits and fits in their hands.
--
-- Returns "accepted" and the agent; "late" and who holds it, if anybody; or "gone" (no such contact, or it has ended).
-- Only one agent ever gets "accepted", and is answered so again however often, and from wherever, they ask: whoever
-- connects the two must bear being told twice. A text that rings there and may not be beside it goes on to others.
-- include: guard, log, timers, contacts, agents, loads, offers, pauses, bundles, talks, returns, match
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local agent = ARGV[2]   -- who accepts
local epoch = ARGV[3]   -- of the offer that they saw

local CONNECT_WITHIN_MS = 12000
local HELD = {connecting = true, active = true, wrapping = true}

local function take(c, now)
  local a = agents.get(agent)
  offers.advance(c, 'accept')
  timers.cancel('offer', c.id, agent)
  a.load, a.changes = loads.with(a.load, c.id, 'taken:' .. c.channel), true
  if c.channel == 'phone' then
    local deadline = now + CONNECT_WITHIN_MS
    contacts.move(c, 'accept', now, 'deadline', ms(deadline), 'offer', c.offer)
    timers.set('connecting', c.id, agent, deadline)
    log.contact('offer.accepted', c, now)
  else
    -- Nothing has to be joined: a text is in hand as soon as it is taken.
    contacts.advance(c, 'accept')
    log.contact('offer.accepted', c, now)
    talks.connected(c, now)
  end
  pauses.begin(c, a, now)
  bundles.take_along(c, a, now)
  match.agent(a, now)
  returns.beside(a, now)
end

local function verb(now)
  local c = contacts.offered(contact)
  if not c or c.state == 'closed' then
    return {'gone', ''}
  end
  local mine = c.agent == agent and c.epoch == epoch
  if mine and c.state == 'offered' then
    take(c, now)
    return {'accepted', agent}
  end
  if HELD[c.state] then
    return {mine and 'accepted' or 'late', c.agent}
  end
  return {'late', ''}
end
