-- Deadlines: a sorted set of `kind|contact|agent` by the moment each falls due.
-- include: base

local timers = {}

function timers.set(kind, contact, agent, at)
  call('ZADD', key.timers, ms(at), kind .. '|' .. contact .. '|' .. agent)
end

-- True when there was one.
function timers.cancel(kind, contact, agent)
  return 1 == call('ZREM', key.timers, kind .. '|' .. contact .. '|' .. agent)
end
