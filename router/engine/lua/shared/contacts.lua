-- One contact: reading it, moving it along its table, ending it.
-- include: base

local contacts = {}

local REMEMBER_CLOSED_S = 86400

function contacts.get(id)
  local c = hash(key.contact .. id)
  if c then
    c.id = id
  end
  return c
end

-- Move a contact along its table, writing `changes` with it. A move that the table lacks is a fault of ours.
function contacts.move(c, did, now, changes)
  local state = after('contact', c.state, did)
  if not state then
    error('ILLEGAL a contact that is ' .. c.state .. ' cannot ' .. did)
  end
  local fields = {'state', state, 'since', ms(now)}
  c.state, c.since = state, ms(now)
  for name, value in pairs(changes or {}) do
    fields[#fields + 1] = name
    fields[#fields + 1] = value
    c[name] = value
  end
  redis.call('HSET', key.contact .. c.id, unpack(fields))
end

-- The last move: what it was is remembered for a day, so that a late word about it is not taken for a new contact.
function contacts.finish(c, did, now, outcome)
  contacts.move(c, did, now, {outcome = outcome, deadline = ''})
  redis.call('ZREM', key.open, c.id)
  redis.call('EXPIRE', key.contact .. c.id, REMEMBER_CLOSED_S)
  for _, agent in ipairs(redis.call('ZRANGE', key.cooled .. c.id, 0, -1)) do
    redis.call('ZREM', key.cooling .. agent, c.id)
    redis.call('ZREM', key.timers, 'cool|' .. c.id .. '|' .. agent)
  end
  redis.call('DEL', key.cooled .. c.id)
end
