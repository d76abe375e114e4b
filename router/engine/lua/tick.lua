-- Act on deadlines that have passed. Whoever claims one acts on it in the same step, so each fires exactly once.
--
-- Returns JSON: [kind, contact, agent] for each that still meant something.
-- include: guard, deadlines
local prefix = KEYS[1] -- the division's tagged prefix
local limit = ARGV[1]  -- how many at most

local function verb(now)
  local fired = {}
  local due = call('ZRANGE', key.timers, '-inf', ms(now), 'BYSCORE', 'LIMIT', 0, limit)
  for _, member in ipairs(due) do
    local kind, contact, agent = string.match(member, '^([^|]*)|([^|]*)|(.*)$')
    -- An earlier one of this batch may have put it off, or made it pointless.
    if tonumber(call('ZSCORE', key.timers, member) or math.huge) <= now then
      call('ZREM', key.timers, member)
      if deadlines[kind](contact, agent, now) then
        fired[#fired + 1] = {kind, contact, agent}
      end
    end
  end
  return cjson.encode(fired)
end
