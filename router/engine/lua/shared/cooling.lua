-- Cool-downs: for a while this contact is not offered to this agent, and to this agent only.
-- include: base, timers

local cooling = {}

local COOL_DOWN_MS = 60000

function cooling.start(contact, agent, now)
  local till = now + COOL_DOWN_MS
  redis.call('ZADD', key.cooled .. contact, ms(till), agent)
  redis.call('ZADD', key.cooling .. agent, ms(till), contact)
  timers.set('cool', contact, agent, till)
end

function cooling.stop(contact, agent)
  redis.call('ZREM', key.cooled .. contact, agent)
  redis.call('ZREM', key.cooling .. agent, contact)
end
