-- Put a contact back as the record has it, after a flush.
--
-- Returns "restored", or "already" when it is known here.
-- include: guard, plans, log, timers, contacts, places, agents, loads, offers, returns, match, asides, pauses
local prefix = KEYS[1] -- the division's tagged prefix
local plan = ARGV[1]   -- the route plan's text
local state = ARGV[2]  -- where the record has it
local agent = ARGV[3]  -- whose it is, or who put it aside, or ''
local epoch = ARGV[4]  -- of the offer they accepted
local till = ARGV[5]   -- of one that is put aside: until when, ms
local reason = ARGV[6] -- of one that is put aside: why
local paused = ARGV[7] -- 1: a live contact had broken it off

local CONNECT_WITHIN_MS = 12000
local GO_ON_MS, LONGEST_MS = 5000, 120000 -- of a pause: after the last that was put back, and since it began
local HELD = {connecting = 'accepted', active = 'connected', wrapping = 'connected'}
local ASIDE = {parked = 'park', callback = 'call_back'}

-- Into the hands that held it, whether or not they have signed in again.
local function hold(c, now)
  local deadline = ''
  if state ~= 'active' then
    deadline = ms(now + (state == 'wrapping' and tonumber(c.wrap_ms) or CONNECT_WITHIN_MS))
    timers.set(state == 'wrapping' and 'wrap' or 'connecting', c.id, agent, deadline)
  end
  c.state, c.agent, c.epoch, c.offer = state, agent, epoch, HELD[state]
  c.bucket = string.match(c.steps, '=([^;]+)')
  call('HSET', key.contact .. c.id, 'state', state, 'agent', agent, 'epoch', epoch, 'offer', c.offer, 'since', ms(now),
    'deadline', deadline, 'bucket', c.bucket, 'connected', ms(now), plans.fields(c))
  plans.rest(c)
  local facts, how = plans.facts(c), 'taken'
  -- What broke it off may be put back after it: whether that is there is looked at when everybody is back.
  if paused == '1' and (is_paused(now) or pauses.has_live(loads.holder(agent))) then
    facts.paused, how = true, 'paused'
  end
  loads.put(agent, c.id, how .. ':' .. c.channel)
  call('SADD', key.holders, agent)
  log.contact('contact.restored', c, now, facts)
  local a = agents.get(agent)
  if a then
    offers.excuse(c, agent, agents.skills(a))
    match.agent(a, now)
    returns.beside(a, now)
  end
end

-- Whoever rebuilds is still at it: nobody is matched until they are done, or nothing was put back for so long.
local function stay_paused(now)
  if is_paused(now) and meta.paused - now < GO_ON_MS - 1000 then
    local till = math.min(now + GO_ON_MS, tonumber(string.sub(generation, 2)) + LONGEST_MS)
    if till > meta.paused then
      keep_meta({paused = till})
      timers.set('sweep', '', '', till)
    end
  end
end

local function verb(now)
  local c = plans.read(plan)
  if call('EXISTS', key.contact .. c.id) == 1 then
    return 'already'
  end
  stay_paused(now)
  if HELD[state] and agent ~= '' then
    hold(c, now)
    return 'restored'
  end
  c.state = 'arrived'
  contacts.advance(c, 'wait')
  places.find(c, now)
  call('HSET', key.contact .. c.id, 'state', c.state, 'since', ms(now), 'bucket', c.bucket, plans.fields(c))
  plans.rest(c)
  log.contact('contact.waiting', c, now, plans.facts(c))
  if ASIDE[state] then
    places.put(c)
    c.agent = agent
    asides.put(c, ASIDE[state], tonumber(till), now, reason)
  elseif not match.contact(c, now) then
    places.put(c)
  end
  return 'restored'
end
