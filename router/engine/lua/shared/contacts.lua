-- One contact: reading it, moving it along its table, ending it.
-- include: base, cooling

local contacts = {}

local REMEMBER_CLOSED_S = 86400

-- What every verb looks at. `whole` adds what a place is made of.
function contacts.get(id)
  local v = call('HMGET', key.contact .. id, 'state', 'channel', 'agent', 'epoch', 'offer', 'rules', 'arrived',
    'score', 'connected', 'wrap_ms', 'bucket', 'place', 'cooled', 'bundle', 'line', 'question', 'hold')
  if not v[1] then
    return nil
  end
  return {
    id = id, state = v[1], channel = v[2], agent = v[3] or '', epoch = v[4] or '', offer = v[5], rules = v[6],
    arrived = v[7], score = v[8], connected = v[9], wrap_ms = v[10], bucket = v[11] or v[12], place = v[12] or '',
    cooled = v[13], bundle = v[14] or '', line = v[15],
    question = v[16] or '', hold = v[17],
  }
end

function contacts.whole(c)
  if not c.due then
    local v = call('HMGET', key.contact .. c.id, 'service', 'due', 'steps', 'preferred', 'preferred_ms', 'offer_ms',
      'hard', 'told')
    c.service, c.due, c.steps, c.preferred, c.preferred_ms = v[1], v[2], v[3], v[4] or '', v[5] or '0'
    c.offer_ms, c.hard, c.told = v[6], v[7] or '', v[8]
  end
  return c
end

-- All of one that waits, and is about to be offered.
function contacts.full(id)
  local v = call('HMGET', key.contact .. id, 'channel', 'rules', 'arrived', 'score', 'wrap_ms', 'place', 'cooled',
    'bundle', 'service', 'due', 'steps', 'preferred', 'preferred_ms', 'offer_ms', 'hard', 'bucket', 'epoch', 'told',
    'question', 'hold')
  return {
    id = id, state = 'waiting', channel = v[1], agent = '', epoch = v[17] or '', offer = false, rules = v[2],
    arrived = v[3], score = v[4], wrap_ms = v[5], bucket = v[16] or v[6], place = v[6], cooled = v[7],
    bundle = v[8] or '', service = v[9], due = v[10], steps = v[11], preferred = v[12] or '',
    preferred_ms = v[13] or '0', offer_ms = v[14], hard = v[15] or '', behind = false, told = v[18],
    question = v[19] or '', hold = v[20],
  }
end

-- What accepting looks at.
function contacts.offered(id)
  local v = call('HMGET', key.contact .. id, 'state', 'agent', 'epoch', 'channel', 'offer', 'rules', 'bundle')
  if not v[1] then
    return nil
  end
  return {
    id = id, state = v[1], agent = v[2] or '', epoch = v[3] or '', channel = v[4], offer = v[5], rules = v[6],
    bundle = v[7] or '',
  }
end

-- What closing looks at.
function contacts.closing(id)
  local v = call('HMGET', key.contact .. id, 'state', 'agent', 'epoch', 'rules', 'score', 'connected', 'steps',
    'cooled', 'bundle', 'line', 'question')
  if not v[1] then
    return nil
  end
  return {
    id = id, state = v[1], agent = v[2] or '', epoch = v[3] or '', rules = v[4], score = v[5], connected = v[6],
    steps = v[7], cooled = v[8], bundle = v[9] or '', line = v[10], question = v[11] or '',
  }
end

-- What a verb about one in hand looks at.
function contacts.in_hand(id)
  local v = call('HMGET', key.contact .. id, 'state', 'agent', 'epoch', 'rules', 'wrap_ms', 'connected', 'deadline')
  if not v[1] then
    return nil
  end
  return {
    id = id, state = v[1], agent = v[2] or '', epoch = v[3] or '', rules = v[4], wrap_ms = v[5], connected = v[6],
    deadline = v[7] or '',
  }
end

-- Whether it is in the hands of whoever speaks: a word that comes late must not touch what a colleague has by now.
local function is_with(c, agent)
  return agent == '' or c.agent == agent
end

function contacts.is_live(c)
  return tonumber(c.score) < BAND_WIDTH
end

-- The state after `did`. A move that the table lacks is a fault of ours.
function contacts.advance(c, did)
  local state = after('contact', c.state, did)
  if not state then
    error('ILLEGAL a contact that is ' .. c.state .. ' cannot ' .. did)
  end
  c.state = state
  return state
end

-- Move a contact along its table, writing the fields that follow with it.
function contacts.move(c, did, now, ...)
  call('HSET', key.contact .. c.id, 'state', contacts.advance(c, did), 'since', ms(now), ...)
end

-- The last move: what it was is remembered for a day, so that a late word about it is not taken for a new contact.
function contacts.finish(c, did, now, outcome)
  contacts.move(c, did, now, 'agent', c.agent, 'deadline', '', 'outcome', outcome)
  c.outcome = outcome
  call('EXPIRE', key.contact .. c.id, REMEMBER_CLOSED_S)
  if c.bundle ~= '' then
    call('SREM', key.bundle .. c.bundle, c.id)
  end
  if c.cooled then
    for _, agent in ipairs(call('ZRANGE', key.cooled .. c.id, 0, -1)) do
      call('ZREM', key.timers, 'cool|' .. c.id .. '|' .. agent)
      cooling.stop(c.id, agent)
    end
    call('DEL', key.cooled .. c.id)
  end
end
