-- An agent is at their desk, or has another profile than before.
--
-- Returns their state. What rings is withdrawn when the new profile no longer fits it; what is in hand stays.
-- include: guard, log, timers, agents, places, returns, match
local prefix = KEYS[1]      -- the division's tagged prefix
local agent = ARGV[1]       -- who
local skills = ARGV[2]      -- highways:3,libraries:2
local takes = ARGV[3]       -- how many of each channel, phone:1,sms:3
local apart = ARGV[4]       -- what may not be offered beside what, ,phone>sms,
local phone_ready = ARGV[5] -- 1: their phone is registered and hears
local lease_ms = ARGV[6]    -- how long this sign of life holds

local function write(a, now)
  local profile = relations.profile(skills)
  if a.profile ~= profile and a.state == 'ready' then
    redis.call('SREM', key.staff .. a.profile, agent)
    redis.call('SADD', key.staff .. profile, agent)
  end
  agents.write(a, {
    skills = skills, takes = takes, apart = apart, profile = profile,
    phone_ready = phone_ready, lease = ms(now + tonumber(lease_ms)),
  })
end

-- Those who waited for this agent alone, who may no longer be the one for them.
local function place_afresh(now)
  for channel in string.gmatch(takes, '([^,:]+):') do
    for _, id in ipairs(redis.call('ZRANGE', key.bucket .. places.personal(channel, agent), 0, -1)) do
      local c = contacts.get(id)
      places.take(c)
      places.put(c, now)
      match.contact(c, now)
    end
  end
end

local function verb(now)
  local a = agents.get(agent)
  local had = a and a.skills
  if not a then
    redis.call('SADD', key.agents, agent)
    a = {id = agent, state = 'absent', group = '', mask = '', idle_since = ms(now), profile = '', reason = ''}
    agents.write(a, {state = 'absent', group = '', mask = '', idle_since = a.idle_since, reason = ''})
  end
  write(a, now)
  timers.set('presence', '', agent, now + tonumber(lease_ms))
  if agents.move(a, 'sign_in', now, {lapsed = ''}) then
    log.agent('agent.signed_in', agent, now)
  end
  agents.seat(a)
  if had and had ~= skills then
    returns.ringing(a, now, {event = 'offer.withdrawn', offer = 'supersede', reason = 'another profile'}, function(c)
      return not relations.meets(skills, c.hard)
    end)
    place_afresh(now)
  end
  match.agent(agents.get(agent), now)
  return a.state
end
