-- An agent says that they are ready, on a break, or gone.
--
-- Returns their state after it; "absent" when their presence lapsed; "unknown" (after a flush: sign in again).
-- What rings when they stop is withdrawn without a strike, and what waits for them alone is anybody's; what is in hand
-- stays.
-- include: guard, log, timers, agents, returns, match
local prefix = KEYS[1] -- the division's tagged prefix
local agent = ARGV[1]  -- who
local did = ARGV[2]    -- ready, break or leave
local reason = ARGV[3] -- of a break

local TELLS = {ready = 'agent.ready', ['break'] = 'agent.break', leave = 'agent.left'}

local function verb(now)
  local a = agents.get(agent)
  if not a then
    return 'unknown'
  end
  if a.state == 'break' and did == 'break' and call('HGET', key.agent .. agent, 'reason') == reason then
    return a.state
  end
  local changes = {reason = reason, lapsed = ''}
  if did == 'ready' then
    changes.idle_since = ms(now)
  end
  if not agents.move(a, did, now, changes) then
    return a.state
  end
  log.agent(TELLS[did], agent, now, reason ~= '' and {reason = reason} or nil)
  if did == 'leave' then
    timers.cancel('presence', '', agent)
  end
  if a.state == 'ready' then
    match.agent(a, now)
  else
    returns.stopped(a, now, {event = 'offer.withdrawn', offer = 'withdraw', reason = did})
  end
  return a.state
end
