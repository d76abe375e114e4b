-- An agent takes what rings at their desk.
--
-- Returns "accepted" and the agent; "late" and who holds it, if anybody; or "gone" (no such contact, or it has ended).
-- Only one caller ever gets "accepted", however often they ask; that caller connects the two.
-- include: guard, log, timers, contacts, agents, offers, talks, match
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local agent = ARGV[2]   -- who accepts
local epoch = ARGV[3]   -- of the offer that they saw

local CONNECT_WITHIN_MS = 12000
local HELD = {connecting = true, active = true, wrapping = true}

local function take(c, now)
  local a = agents.get(agent)
  local deadline = now + CONNECT_WITHIN_MS
  offers.did(c, 'accept')
  contacts.move(c, 'accept', now, {deadline = ms(deadline)})
  offers.take(c, a)
  log.contact('offer.accepted', c, now, {waited = now - tonumber(c.arrived)})
  if c.channel == 'phone' then
    timers.set('connecting', c.id, agent, deadline)
  else
    -- Nothing has to be joined: a text is in hand as soon as it is taken.
    talks.connected(c, now)
  end
  match.agent(a, now)
end

local function verb(now)
  local c = contacts.get(contact)
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
