-- An agent is at their desk, or has another profile than before.
--
-- Returns their state. What rings is withdrawn when the new profile no longer fits it; what is in hand stays.
-- include: guard, log, timers, contacts, agents, relations, loads, places, offers, holds, returns, match
local prefix = KEYS[1]      -- the division's tagged prefix
local agent = ARGV[1]       -- who
local skills = ARGV[2]      -- highways:3,libraries:2
local takes = ARGV[3]       -- how many of each channel, phone:1,sms:3
local apart = ARGV[4]       -- what may not be offered beside what, ,phone>sms,
local breaks_off = ARGV[5]  -- what a live contact may break off, ,email,letter,
local phone_ready = ARGV[6] -- 1: their phone is registered and hears
local lease_ms = ARGV[7]    -- how long this sign of life holds

local function first_time(now)
  call('SADD', key.agents, agent)
  local a = loads.holder(agent)
  a.state, a.group, a.idle_since, a.profile, a.hold, a.hold_for = 'absent', '', ms(now), '', '', ''
  -- What every verb asks for stands in front: fields are looked for from the first on.
  call('HSET', key.agent .. agent, 'state', a.state, 'load', a.load, 'group', '', 'idle_since', a.idle_since,
    'abilities', '', 'phone_ready', '0', 'profile', '', 'since', ms(now), 'reason', '')
  if call('EXISTS', key.cooling .. agent) == 1 then
    call('HSET', key.agent .. agent, 'cools', '1')
  end
  return a
end

-- The profile as it is now; true when it is another one.
local function write(a, now)
  local abilities = takes .. ' ' .. apart .. ' ' .. breaks_off
  local changed = a.skills ~= skills or a.abilities ~= abilities or a.phone_ready ~= phone_ready
  local profile = relations.profile(skills)
  agents.write(a, {
    skills = skills, abilities = abilities, profile = profile, phone_ready = phone_ready,
    lease = ms(now + tonumber(lease_ms)),
  })
  return changed
end

local function verb(now)
  local a = agents.get(agent)
  local had, took = a and agents.skills(a), a and a.abilities
  a = a or first_time(now)
  local changed = write(a, now)
  timers.set('presence', '', agent, now + tonumber(lease_ms))
  if changed and phone_ready == '1' then
    timers.cancel('phone', '', agent)
  end
  local arrived = agents.move(a, 'sign_in', now, {lapsed = ''})
  if changed or arrived then
    log.agent('agent.signed_in', agent, now, {
      skills = skills, takes = takes, apart = apart, breaks_off = breaks_off, phone = phone_ready == '1',
    })
  else
    return a.state
  end
  for id in pairs(had ~= skills and loads.rows(a.load) or {}) do
    offers.excuse(contacts.get(id), agent, skills)
  end
  agents.seat(a, (agents.open(a, now)))
  if had and changed then
    local why = {event = 'offer.withdrawn', offer = 'supersede', reason = 'another profile'}
    -- First those who wait for them alone, for what is taken back from them matches them again.
    returns.waiting(agent, took, now)
    holds.let_go(a, now)
    returns.ringing(a, now, why, function(c)
      local as_now = agents.get(agent)
      return (had ~= skills and not returns.suits(as_now, c, now)) or not returns.fits(as_now, c, now)
    end)
  end
  match.agent(agents.get(agent), now)
  return a.state
end
