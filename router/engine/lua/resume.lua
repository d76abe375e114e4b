-- Everybody is back in their place after a rebuild: match all who can be, unless somebody else did so before.
-- include: guard, log, timers, match, pauses
local prefix = KEYS[1] -- the division's tagged prefix

local function verb(now)
  if not timers.cancel('sweep', '', '') then
    return 'ready'
  end
  keep_meta({paused = now})
  log.agent('generation.resumed', '', now)
  pauses.settle(now)
  match.all(now)
  return 'ready'
end
