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

-- Up to `most` of a bucket, and whoever shares the last one's order key: a cursor cannot point between equals.
local function some_of(bucket, from, to, most)
  local list = key.bucket .. bucket
  local rows = call('ZRANGE', list, from, to, 'BYSCORE', 'LIMIT', 0, most, 'WITHSCORES')
  local last = rows[#rows]
  local ids = {}
  for i = 1, #rows, 2 do
    if rows[i + 1] ~= last then
      ids[#ids + 1] = rows[i]
    end
  end
  for _, id in ipairs(last and call('ZRANGE', list, last, last, 'BYSCORE') or {}) do
    ids[#ids + 1] = id
  end
  return ids, last
end

local function of_bands(band, bucket, score, ids)
  local names = call('ZRANGE', key.heads, 0, -1)
  table.sort(names)
  local looked = 0
  for rank = band, RINGING - 1 do
    for _, name in ipairs(names) do
      if rank > band or name >= bucket then
        local from = rank == band and name == bucket and score ~= '' and '(' .. score or ms(rank * BAND_WIDTH)
        local found, last = some_of(name, from, '(' .. ms((rank + 1) * BAND_WIDTH), tonumber(count) - looked)
        looked = looked + #found
        for _, id in ipairs(found) do
          ids[#ids + 1] = is_older(id, 'waiting') and id or nil
        end
        if looked >= tonumber(count) then
          return rank .. ' ' .. name .. ' ' .. last
        end
      end
    end
  end
  return RINGING .. ' 0 '
end

local function of_ringing(cursor, ids)
  local page = call('SSCAN', key.agents, cursor, 'COUNT', count)
  for _, agent in ipairs(page[2]) do
    for id in pairs(loads.of(agent)) do
      ids[#ids + 1] = is_older(id, 'offered') and id or nil
    end
  end
  return page[1] == '0' and '' or RINGING .. ' ' .. page[1] .. ' '
end

local function verb()
  local band, where, score = string.match(start, '^(%d) (%S*) (%S*)$')
  band = tonumber(band or 0)
  local ids = {}
  local on = band < RINGING and of_bands(band, where or '', score or '', ids) or of_ringing(where, ids)
  return cjson.encode({on, ids})
end
