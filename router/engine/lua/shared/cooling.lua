-- Cool-downs: for a while this contact is not offered to this agent, and to this agent only.
-- include: base, timers

local cooling = {}

local COOL_DOWN_MS = 60000

function cooling.start(c, agent, now)
  local till = now + COOL_DOWN_MS
  call('ZADD', key.cooled .. c.id, ms(till), agent)
  call('ZADD', key.cooling .. agent, ms(till), c.id)
  timers.set('cool', c.id, agent, till)
  -- Who held something from before a flush need not have signed in again.
  if call('EXISTS', key.agent .. agent) == 1 then
    call('HSET', key.agent .. agent, 'cools', '1')
  end
  if not c.cooled then
    c.cooled = '1'
    call('HSET', key.contact .. c.id, 'cooled', '1')
  end
end

function cooling.stop(contact, agent)
  call('ZREM', key.cooled .. contact, agent)
  call('ZREM', key.cooling .. agent, contact)
  if call('EXISTS', key.cooling .. agent) == 0 then
    call('HDEL', key.agent .. agent, 'cools')
  end
end
