-- These rules hold from now.
--
-- Returns "moved", or "stale" when the same or newer ones already do.
-- include: guard, log
local prefix = KEYS[1]  -- the division's tagged prefix
local version = ARGV[1] -- of the rules

local function verb(now)
  if tonumber(version) <= tonumber(meta[2] or 0) then
    return 'stale'
  end
  redis.call('HSET', key.meta, 'rules', version)
  log.rules(version, now)
  return 'moved'
end
