-- Begin a generation, unless there is one.
--
-- Returns its name. Epochs start at the moment it began, so none is ever given twice, flush or not.
-- include: base, timers, log, oblivion
local prefix = KEYS[1]   -- the division's tagged prefix
local pause_ms = ARGV[1] -- match nobody for so long, or until resume
local over = ARGV[2]     -- a generation that is over, unless somebody vouched for it: all of it is forgotten first

local function verb(now)
  if generation then
    if generation ~= over or meta.is_sure then
      return generation
    end
    oblivion.come()
  end
  local till = now + tonumber(pause_ms)
  call('SET', key.epoch, ms(now))
  keep_meta({generation = 'g' .. ms(now), paused = till, server = this_server()})
  log.agent('generation.began', '', now, {pause_ms = tonumber(pause_ms)})
  timers.set('sweep', '', '', till)
  return generation
end
