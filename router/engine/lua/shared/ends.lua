-- How a contact ends that nobody serves: its resident left, or it is part of another.
-- include: base, log, contacts, places, offers, match, asides, estimates

local ends = {}

-- True when it could be withdrawn, and whose ring, or connecting call, has to stop.
function ends.withdraw(c, now, outcome, facts)
  if not after('contact', c.state, 'withdraw') then
    return false
  end
  local agent, a = c.agent, nil
  if c.state == 'waiting' then
    estimates.over(c, now, true)
    places.take(c, now)
  elseif agent ~= '' then
    call('HSET', key.contact .. c.id, 'offer', offers.advance(c, 'withdraw'))
    a = offers.release(c, now)
  else
    asides.forget(c)
  end
  -- Whoever it rang at did not serve it.
  c.agent = ''
  contacts.finish(c, 'withdraw', now, outcome)
  if agent ~= '' then
    log.contact('offer.withdrawn', c, now, {reason = outcome, offer = c.offer}, agent)
  end
  facts = facts or {}
  facts.outcome, facts.waited = outcome, now - tonumber(c.arrived)
  log.contact('contact.ended', c, now, facts)
  match.agent(a, now)
  return true, agent
end
