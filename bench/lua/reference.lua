-- The yardstick of a life: the twenty Redis commands that any engine would need at least to take a contact in, offer it,
-- have it accepted and closed, and have its agent ready again, with deadlines and a log. No decision is made, nothing is
-- checked beyond the compare-and-set, and nobody is matched by skill: it is what Redis itself costs for such a life.
--
--  1 TIME     the moment
--  2 HSET     the contact, as planned
--  3 ZADD     it waits, by its order key
--  4 XADD     the log: it arrived
--  5 ZRANGE   who has been idle longest
--  6 ZREM     that agent is no longer idle
--  7 ZREM     the contact no longer waits
--  8 HINCRBY  the offer's epoch
--  9 HSET     the contact, as offered
-- 10 ZADD     the offer's deadline
-- 11 XADD     the log: it was offered
-- 12 PUBLISH  the desk rings
-- 13 HMGET    the compare-and-set: is it still this offer
-- 14 HSET     the contact, as taken
-- 15 ZREM     the deadline is met
-- 16 XADD     the log: it was accepted
-- 17 HSET     the contact, as closed
-- 18 EXPIRE   it is remembered for a day
-- 19 XADD     the log: it was closed
-- 20 ZADD     the agent is idle again
local prefix = KEYS[1]  -- the yardstick's own tagged prefix
local contact = ARGV[1] -- which contact
local due = ARGV[2]     -- its order key
local plan = ARGV[3]    -- the requirement and its steps, as text

local function verb()
  local call = redis.call
  local time = call('TIME')
  local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
  local id = prefix .. 'contact:' .. contact
  local waiting, idle, timers, events = prefix .. 'waiting', prefix .. 'idle', prefix .. 'timers', prefix .. 'events'

  call('HSET', id, 'state', 'waiting', 'channel', 'sms', 'service', 'highways/pothole', 'band', 'standard',
    'arrived', now, 'due', due, 'steps', plan, 'rules', '1', 'reason', 'the service itself')
  call('ZADD', waiting, due, contact)
  call('XADD', events, '*', 'type', 'contact.arrived', 'at', now, 'contact', contact, 'facts', plan)

  local agent = call('ZRANGE', idle, 0, 0)[1]
  call('ZREM', idle, agent)
  call('ZREM', waiting, contact)
  local epoch = call('HINCRBY', prefix .. 'meta', 'epoch', 1)
  call('HSET', id, 'state', 'offered', 'agent', agent, 'epoch', epoch, 'since', now)
  call('ZADD', timers, now + 45000, 'offer|' .. contact .. '|' .. agent)
  call('XADD', events, '*', 'type', 'offer.made', 'at', now, 'contact', contact, 'agent', agent, 'epoch', epoch)
  call('PUBLISH', prefix .. 'notices',
    cjson.encode({type = 'offer.made', contact = contact, agent = agent, epoch = epoch}))

  local seen = call('HMGET', id, 'state', 'epoch')
  if seen[1] ~= 'offered' or tonumber(seen[2]) ~= epoch then
    return 'late'
  end
  call('HSET', id, 'state', 'active', 'since', now)
  call('ZREM', timers, 'offer|' .. contact .. '|' .. agent)
  call('XADD', events, '*', 'type', 'offer.accepted', 'at', now, 'contact', contact, 'agent', agent)

  call('HSET', id, 'state', 'closed', 'outcome', 'served', 'since', now)
  call('EXPIRE', id, 86400)
  call('XADD', events, '*', 'type', 'contact.closed', 'at', now, 'contact', contact, 'agent', agent)
  call('ZADD', idle, now, agent)
  return 'closed'
end
