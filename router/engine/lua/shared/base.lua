-- What every verb stands on: the division's meta values, and numbers that keep all their digits.
-- include: keys, states

local meta = redis.call('HMGET', key.meta, 'generation', 'rules', 'paused')
local generation = meta[1]

-- Lua's own tostring keeps 14 digits.
local function ms(number)
  return string.format('%.0f', number)
end

local function is_paused(now)
  return meta[3] and tonumber(meta[3]) > now
end

local function hash(name)
  local flat = redis.call('HGETALL', name)
  if #flat == 0 then
    return nil
  end
  local row = {}
  for i = 1, #flat, 2 do
    row[flat[i]] = flat[i + 1]
  end
  return row
end

-- The state after `did`, or nil when the machine's table has no such move.
local function after(machine, state, did)
  local moves = STATES[machine][state]
  return moves and moves[did]
end
