-- Contacts that wait, or ring, under older rules: the live band first, bucket by bucket in the order they are served.
--
-- Returns JSON: where to go on from ('': nowhere) and their ids.
-- reads only
-- include: loads
local prefix = KEYS[1]  -- the division's tagged prefix
local version = ARGV[1] -- of the rules in force
local start = ARGV[2]   -- where the last answer said to go on, '' at first
local count = ARGV[3]   -- how many to look at

local RINGING = 3 -- comes after the bands

local function is_older(id, wanted)
  local state, rules = unpack(call('HMGET', key.contact .. id, 'state', 'rules'))
  return state == wanted and tonumber(rules) < tonumber(version)
end

-- As the server orders those of one order key.
local function is_behind(id, other)
  local i = 1
  while i <= #other and string.byte(id, i) == string.byte(other, i) do
    i = i + 1
  end
  return (string.byte(id, i) or -1) > (string.byte(other, i) or -1)
end

-- The place of the first behind `last` in a list, who may have left it; many may have the same order key.
local function place_behind(list, score, last)
  local low = call('ZCOUNT', list, '-inf', '(' .. score)
  local high = low + call('ZCOUNT', list, score, score)
  while low < high do
    local middle = math.floor((low + high) / 2)
    if is_behind(call('ZRANGE', list, middle, middle)[1], last) then
      high = middle
    else
      low = middle + 1
    end
  end
  return low
end

-- Up to `most` of a band of a bucket, from the start or behind a place, with their order keys.
local function some_of(bucket, band, score, last, most)
  local list, low, high = key.bucket .. bucket, ms(band * BAND_WIDTH), ms((band + 1) * BAND_WIDTH)
  local from = score ~= '' and place_behind(list, score, last) or call('ZCOUNT', list, '-inf', '(' .. low)
  local to = math.min(from + most, call('ZCOUNT', list, '-inf', '(' .. high))
  return from < to and call('ZRANGE', list, from, to - 1, 'WITHSCORES') or {}
end

local function of_bands(band, bucket, score, last, ids)
  local names = call('ZRANGE', key.heads, 0, -1)
  table.sort(names)
  local left = tonumber(count)
  for rank = band, RINGING - 1 do
    for _, name in ipairs(names) do
      if rank > band or name >= bucket then
        local goes_on = rank == band and name == bucket
        local rows = some_of(name, rank, goes_on and score or '', last, left)
        left = left - #rows / 2
        for i = 1, #rows, 2 do
          ids[#ids + 1] = is_older(rows[i], 'waiting') and rows[i] or nil
        end
        if left <= 0 then
          return table.concat({rank, name, rows[#rows], rows[#rows - 1]}, ' ')
        end
      end
    end
  end
  return RINGING .. ' 0  '
end

local function of_ringing(cursor, ids)
  local page = call('SSCAN', key.agents, cursor, 'COUNT', count)
  for _, agent in ipairs(page[2]) do
    for id in pairs(loads.of(agent)) do
      ids[#ids + 1] = is_older(id, 'offered') and id or nil
    end
  end
  return page[1] == '0' and '' or RINGING .. ' ' .. page[1] .. '  '
end

local function verb()
  local band, where, score, last = string.match(start, '^(%d) (%S*) (%S*) (%S*)$')
  band = tonumber(band or 0)
  local ids = {}
  local on = band < RINGING and of_bands(band, where or '', score or '', last, ids) or of_ringing(where, ids)
  return cjson.encode({on, ids})
end
