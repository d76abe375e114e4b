-- These rules hold from now.
--
-- Returns "moved", or "stale" when the same or newer ones already do.
-- include: guard, log, agents
local prefix = KEYS[1]  -- the division's tagged prefix
local version = ARGV[1] -- of the rules
local order = ARGV[2]   -- which head goes first: due_first, first_come, weighted_wait, longest_queue
local pick = ARGV[3]    -- which agent is asked first: fewest_skills, longest_idle, best_skilled
local share = ARGV[4]   -- of people's time, kept for what is not live: 0 to 1

local function verb(now)
  if tonumber(version) <= (tonumber(meta.rules) or 0) then
    return 'stale'
  end
  local picked = meta.pick
  keep_meta({rules = version, order = order, pick = pick, share = share})
  if pick ~= picked then
    agents.refresh_all()
  end
  log.rules(version, now, {order = order, pick = pick, share = share})
  return 'moved'
end
