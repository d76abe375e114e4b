-- Everybody is back in their place after a rebuild: match all who can be.
-- include: guard, log, timers, match
local prefix = KEYS[1] -- the division's tagged prefix

local function verb(now)
  keep_meta({paused = now})
  timers.cancel('sweep', '', '')
  log.agent('generation.resumed', '', now)
  match.all(now)
  return 'ready'
end
