-- Who waits for one service on one channel: the first of them, soonest due first.
--
-- Returns JSON: [contact, due, arrived] of each.
-- reads only
-- include: base
local prefix = KEYS[1] -- the division's tagged prefix
local queue = ARGV[1]  -- service|channel
local most = ARGV[2]   -- how many

local function verb()
  local rows, found = call('ZRANGE', key.queue .. queue, 0, tonumber(most) - 1, 'WITHSCORES'), {}
  for i = 1, #rows, 2 do
    found[#found + 1] = {rows[i], rows[i + 1], call('HGET', key.contact .. rows[i], 'arrived')}
  end
  return cjson.encode(found)
end
