-- Deadlines: a sorted set of `kind|contact|agent` by the moment each falls due.
-- include: base

local timers = {}

function timers.set(kind, contact, agent, at)
  call('ZADD', key.timers, ms(at), kind .. '|' .. contact .. '|' .. agent)
end

function timers.cancel(kind, contact, agent)
  call('ZREM', key.timers, kind .. '|' .. contact .. '|' .. agent)
end
