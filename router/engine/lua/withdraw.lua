-- Nobody is to be offered this any more, most often because the resident left: the ring stops, without a strike.
--
-- Returns "withdrawn" and whose desk it rang at, if any; or "gone" (no such contact, in an agent's hands, or ended).
-- include: guard, log, contacts, places, offers, match
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local reason = ARGV[2]  -- its outcome: abandoned, voicemail…

local function verb(now)
  local c = contacts.get(contact)
  if c and c.state == 'closed' and c.outcome == reason then
    return {'withdrawn', ''}
  end
  if not c or not after('contact', c.state, 'withdraw') then
    return {'gone', ''}
  end
  local agent, a = c.agent, nil
  if c.state == 'waiting' then
    places.take(c)
  elseif agent ~= '' then
    offers.did(c, 'withdraw')
    a = offers.release(c, now)
  end
  -- Whoever it rang at did not serve it.
  c.agent = ''
  redis.call('HSET', key.contact .. c.id, 'agent', '')
  contacts.finish(c, 'withdraw', now, reason)
  if agent ~= '' then
    log.contact('offer.withdrawn', c, now, {reason = reason, offer = c.offer}, agent)
  end
  log.contact('contact.ended', c, now, {outcome = reason, waited = now - tonumber(c.arrived)})
  match.agent(a, now)
  return {'withdrawn', agent}
end
