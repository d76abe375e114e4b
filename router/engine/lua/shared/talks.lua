-- A contact in an agent's hands: from the moment they are connected to the moment it is closed.
-- include: base, log, timers, contacts, offers, match, estimates

local talks = {}

local LEAST_WEIGHT = 0.03 -- of the newest in the recent mean, once there are enough
local OWED_AT_MOST_MS = 3600000

function talks.connected(c, now)
  local state = offers.advance(c, 'connect')
  c.connected = ms(now)
  contacts.move(c, 'connect', now, 'connected', c.connected, 'deadline', '', 'offer', state)
  log.contact('contact.connected', c, now)
end

local function learn(bucket, took)
  local mean, count = estimates.handling(bucket)
  count = count + 1
  mean = mean + math.max(LEAST_WEIGHT, 1 / count) * (took - mean)
  call('HSET', key.means, bucket, string.format('%.0f %d', mean, count))
end

-- It leaves the hands that had it, however it goes on. Time spent live is time owed to the rest, by the share that the
-- division keeps for it; time spent on the rest is off that. By the band that it had until now.
function talks.owe(c, now)
  if meta.share > 0 then
    local took = now - tonumber(c.connected or now)
    local owed = tonumber(call('GET', key.owed) or 0) + (contacts.is_live(c) and meta.share or meta.share - 1) * took
    call('SET', key.owed, ms(math.max(-OWED_AT_MOST_MS, math.min(OWED_AT_MOST_MS, owed))))
  end
end

-- Done with: the agent is free, and is matched at once.
function talks.close(c, now, outcome, by)
  local took = now - tonumber(c.connected or now)
  if c.question == '' then
    learn(estimates.began(c), took)
  end
  talks.owe(c, now)
  local a = offers.release(c, now)
  contacts.finish(c, 'close', now, outcome)
  log.contact('contact.closed', c, now, '\toutcome=' .. outcome .. '\tby=' .. by .. '\ttook#' .. ms(took))
  match.agent(a, now)
end
