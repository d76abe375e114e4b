-- A sign of life from an agent's desk.
--
-- Returns their state, or "unknown" (after a flush: sign in again). One whose desk was silent for less than two minutes
-- while they were ready is ready again.
-- include: guard, log, timers, agents, returns, match
local prefix = KEYS[1]      -- the division's tagged prefix
local agent = ARGV[1]       -- whose desk
local phone_ready = ARGV[2] -- 1: their phone is registered and hears
local lease_ms = ARGV[3]    -- how long this sign of life holds

local RESUME_WITHIN_MS = 120000

local function come_back(a, now)
  local lapsed, since = unpack(call('HMGET', key.agent .. agent, 'lapsed', 'since'))
  if lapsed == 'ready' and now - tonumber(since) <= RESUME_WITHIN_MS then
    agents.move(a, 'resume', now, {lapsed = '', idle_since = ms(now)})
    log.agent('agent.ready', agent, now, {resumed = true})
  else
    agents.move(a, 'sign_in', now, {lapsed = ''})
    log.agent('agent.present', agent, now)
  end
end

local function verb(now)
  local a = agents.get(agent)
  if not a then
    return 'unknown'
  end
  local lease = now + tonumber(lease_ms)
  timers.set('presence', '', agent, lease)
  local phone_changed = a.phone_ready ~= phone_ready
  agents.write(a, {lease = ms(lease), phone_ready = phone_ready})
  if not phone_changed and a.state ~= 'absent' then
    return a.state
  end
  if phone_changed then
    log.agent('agent.phone', agent, now, {phone = phone_ready == '1'})
  end
  if a.state == 'absent' then
    come_back(a, now)
  end
  if phone_ready ~= '1' then
    agents.seat(a, (agents.open(a, now)))
    returns.without_phone(a, now)
  end
  match.agent(agents.get(agent), now)
  return a.state
end
