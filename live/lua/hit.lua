-- Count one use of something that is limited.
--
-- Returns 1 while the limit is kept, 0 once it is passed. The count starts again when its time is over.
local count = KEYS[1]  -- string: uses so far in this window
local limit = ARGV[1]  -- how many are allowed
local per_ms = ARGV[2] -- the window's length

local function verb()
  local used = redis.call('INCR', count)
  if used == 1 then
    redis.call('PEXPIRE', count, per_ms)
  end
  return used <= tonumber(limit) and 1 or 0
end
