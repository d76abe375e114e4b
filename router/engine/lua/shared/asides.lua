-- Contacts put aside: parked until a moment, or promised a call back then. Their place waits for them.
-- include: base, log, timers, contacts, places, offers, talks, returns, match, estimates

local asides = {}

-- `did` is park or call_back. What an agent held is off their hands, and they are matched.
function asides.put(c, did, till, now, reason)
  local agent, a = c.agent, nil
  if c.state == 'waiting' then
    estimates.over(c, now, true)
    places.take(c, now)
  elseif agent ~= '' then
    talks.owe(c, now)
    a = offers.release(c, now)
  end
  contacts.move(c, did, now, 'agent', '', 'deadline', ms(till))
  c.agent = ''
  call('ZADD', key.aside, ms(till), c.id)
  timers.set('aside', c.id, '', till)
  log.contact('contact.' .. c.state, c, now, {till = till, reason = reason}, agent)
  match.agent(a, now)
end

function asides.forget(c)
  call('ZREM', key.aside, c.id)
  timers.cancel('aside', c.id, '')
end

-- Back to the place that its arrival gives it; false when it was not put aside.
function asides.over(c, now, reason)
  if c.state ~= 'parked' and c.state ~= 'callback' then
    return false
  end
  asides.forget(c)
  contacts.move(c, 'wait', now, 'deadline', '')
  log.contact('contact.waiting', c, now, {reason = reason})
  returns.seek(c, now)
  return true
end
