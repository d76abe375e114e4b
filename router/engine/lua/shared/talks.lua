-- A contact in an agent's hands: from the moment they are connected to the moment it is closed.
-- include: base, log, timers, contacts, offers, match

local talks = {}

local WEIGHT = 0.1 -- of the newest in the recent mean

function talks.connected(c, now)
  offers.did(c, 'connect')
  timers.cancel('connecting', c.id, c.agent)
  contacts.move(c, 'connect', now, {connected = ms(now), deadline = ''})
  log.contact('contact.connected', c, now, {waited = now - tonumber(c.arrived)})
end

local function learn(bucket, took)
  local mean = tonumber(redis.call('HGET', key.means, bucket) or took)
  redis.call('HSET', key.means, bucket, ms(mean + WEIGHT * (took - mean)))
end

-- Done with: the agent is free, and is matched at once.
function talks.close(c, now, outcome, by)
  local took = now - tonumber(c.connected or now)
  learn(c.bucket, took)
  local a = offers.release(c, now)
  contacts.finish(c, 'close', now, outcome)
  log.contact('contact.closed', c, now, {outcome = outcome, by = by, took = took})
  match.agent(a, now)
end
