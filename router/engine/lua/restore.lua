-- Put a contact back as the record has it, after a flush.
--
-- Returns "restored", or "already" when it is known here.
-- include: guard, plans, log, timers, contacts, places, agents, match
local prefix = KEYS[1] -- the division's tagged prefix
local plan = ARGV[1]   -- JSON: the route plan
local state = ARGV[2]  -- where the record has it
local agent = ARGV[3]  -- whose it is, or ''
local epoch = ARGV[4]  -- of the offer they accepted

local CONNECT_WITHIN_MS = 12000
local HELD = {connecting = 'accepted', active = 'connected', wrapping = 'connected'}

-- Into the hands that held it, whether or not they have signed in again.
local function hold(c, now)
  local deadline = ''
  if state ~= 'active' then
    deadline = ms(now + (state == 'wrapping' and tonumber(c.wrap_ms) or CONNECT_WITHIN_MS))
    timers.set(state == 'wrapping' and 'wrap' or 'connecting', c.id, agent, deadline)
  end
  c.state, c.agent, c.epoch, c.offer = state, agent, epoch, HELD[state]
  c.bucket = string.match(c.steps, '=([^;]+)')
  redis.call('HSET', key.contact .. c.id, 'state', state, 'agent', agent, 'epoch', epoch, 'offer', c.offer,
    'connected', ms(now), 'since', ms(now), 'deadline', deadline, 'bucket', c.bucket, 'place', '')
  redis.call('HSET', key.load .. agent, c.id, 'taken:' .. c.channel)
  log.contact('contact.restored', c, now, plans.facts(c))
  local a = agents.get(agent)
  if a then
    agents.seat(a)
  end
end

local function verb(now)
  local p = plans.read(plan)
  if redis.call('EXISTS', key.contact .. p.id) == 1 then
    return 'already'
  end
  local c = plans.begin(p)
  if HELD[state] and agent ~= '' then
    hold(c, now)
    return 'restored'
  end
  contacts.move(c, 'wait', now)
  places.put(c, now)
  log.contact('contact.waiting', c, now, plans.facts(c))
  match.contact(c, now)
  return 'restored'
end
