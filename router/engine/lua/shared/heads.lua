-- What an agent could be given: the buckets they can serve that have somebody, best first by the division's order.
-- include: base, agents, places

local heads = {}

-- The order key of the best head a group can serve.
function heads.first(group)
  local rows = call('ZINTER', 2, key.heads, key.serves .. group, 'WEIGHTS', 1, 0, 'WITHSCORES')
  return tonumber(rows[2] or nil)
end

local function band(score)
  return math.floor(score / BAND_WIDTH)
end

-- How much a head weighs against the others of its band; less goes first.
local RANKS = {
  -- Weight times waiting; order keys are by arrival then.
  weighted_wait = function(bucket, score, now)
    return -tonumber(string.match(bucket, '%*(.+)$') or 1) * (now - score % BAND_WIDTH)
  end,
  longest_queue = function(bucket, score)
    local from = band(score) * BAND_WIDTH
    return -call('ZCOUNT', key.bucket .. bucket, ms(from), '(' .. ms(from + BAND_WIDTH))
  end,
}

-- Written and background work keeps its share of people's time: while some is owed to it, it goes before those who
-- wait live, but never before a need that nobody else could meet.
local function with_share(rows)
  local first = rows[1]
  if meta.share == 0 or not first or band(first.score) > 0 or string.find(first.bucket, '!', 1, true)
    or tonumber(call('GET', key.owed) or 0) <= 0 then
    return rows
  end
  local owed, rest = {}, {}
  for _, row in ipairs(rows) do
    if band(row.score) > 0 then
      owed[#owed + 1] = row
    else
      -- All that is owed may be cooling down for this agent. A rank of its own: it is not weighed against what is owed.
      row.rank = 'rest ' .. tostring(row.rank)
      rest[#rest + 1] = row
    end
  end
  for _, row in ipairs(rest) do
    owed[#owed + 1] = row
  end
  return owed
end

local function ranked(rows, rank, now)
  for _, row in ipairs(rows) do
    row.rank = rank(row.bucket, row.score, now)
  end
  table.sort(rows, function(one, other)
    local mine, theirs = band(one.score), band(other.score)
    if mine ~= theirs then
      return mine < theirs
    end
    if one.rank ~= other.rank then
      return one.rank < other.rank
    end
    return one.score < other.score
  end)
  return rows
end

-- The bucket an agent should be given from, where that is plain: the best head of all, and none as good beside it.
-- nil where it takes a closer look, or where there is none.
function heads.best(a, open)
  if RANKS[meta.order] or meta.share > 0 then
    return nil
  end
  local rows = call('ZINTER', 2, key.heads, key.serves .. agents.group(a, open), 'WEIGHTS', 1, 0, 'WITHSCORES')
  local personal = {}
  for channel in string.gmatch(open, '[^+]+') do
    personal[#personal + 1] = places.personal(channel, a.id)
  end
  local own = call('ZMSCORE', key.heads, unpack(personal))
  for i = 1, #own do
    if own[i] then
      return nil
    end
  end
  return rows[2] ~= rows[4] and rows[1] or nil
end

-- All heads an agent may be given from, as {bucket, score, rank}, best first.
function heads.of(a, open, now)
  local rows, personal = {}, {}
  local flat = call('ZINTER', 2, key.heads, key.serves .. agents.group(a, open), 'WEIGHTS', 1, 0, 'WITHSCORES')
  for i = 1, #flat, 2 do
    rows[#rows + 1] = {bucket = flat[i], score = tonumber(flat[i + 1])}
  end
  for channel in string.gmatch(open, '[^+]+') do
    personal[#personal + 1] = places.personal(channel, a.id)
  end
  for i, score in ipairs(call('ZMSCORE', key.heads, unpack(personal))) do
    if score then
      rows[#rows + 1] = {bucket = personal[i], score = tonumber(score)}
      rows.mixed = true
    end
  end
  local rank = RANKS[meta.order]
  if rank then
    rows = ranked(rows, rank, now)
  elseif rows.mixed then
    table.sort(rows, function(one, other)
      return one.score < other.score
    end)
  end
  return with_share(rows)
end
