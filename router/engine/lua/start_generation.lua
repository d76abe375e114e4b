-- Begin a generation, unless there is one.
--
-- Returns its name. Epochs start at the moment it began, so none is ever given twice, flush or not.
-- include: timers
local prefix = KEYS[1]   -- the division's tagged prefix
local pause_ms = ARGV[1] -- match nobody for so long, or until resume

local function verb(now)
  if generation then
    return generation
  end
  local name, till = 'g' .. ms(now), now + tonumber(pause_ms)
  redis.call('HSET', key.meta, 'generation', name, 'epoch', ms(now), 'paused', ms(till))
  timers.set('sweep', '', '', till)
  return name
end
