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

local FEW = 16

-- Of few heads, the first that the group can serve or that wait for this agent alone; and the order key of the next.
local function first_of_few(group, own)
  local rows = call('ZRANGE', key.heads, 0, -1, 'WITHSCORES')
  local names = {}
  for i = 1, #rows, 2 do
    names[#names + 1] = rows[i]
  end
  if not names[1] then
    return nil
  end
  local serves = call('SMISMEMBER', key.serves .. group, unpack(names))
  local best
  for i = 1, #names do
    if serves[i] == 1 or own[names[i]] then
      if best then
        return names[best], rows[2 * best], rows[2 * i]
      end
      best = i
    end
  end
  return names[best], best and rows[2 * best]
end

-- Of many heads, the best of those that the group can serve or that wait for this agent alone, with the next order key.
local function best_of_many(group, own)
  local names = call('SMEMBERS', key.serves .. group)
  for name in pairs(own) do
    names[#names + 1] = name
  end
  local scores = call('ZMSCORE', key.heads, unpack(names))
  local best, score, other = nil, math.huge, math.huge
  for i = 1, #names do
    local this = tonumber(scores[i] or nil)
    if this and this < score then
      best, score, other = names[i], this, score
    elseif this and this < other then
      other = this
    end
  end
  return best, score, other
end

-- The bucket an agent should be given from: the best of all heads. The second answer says whether one is meant to look
-- closer, as where another is as good, or something is owed to what is written.
function heads.best(a, open, count)
  if RANKS[meta.order] then
    return nil, true
  end
  local own = {}
  for channel in string.gmatch(open, '[^+]+') do
    own[places.personal(channel, a.id)] = true
  end
  local find = count <= FEW and first_of_few or best_of_many
  local bucket, score, next_score = find(a.profile .. '.' .. open, own)
  if not bucket and agents.is_new_group(a, open) then
    bucket, score, next_score = find(a.profile .. '.' .. open, own)
  end
  if not bucket then
    return nil, false
  end
  local is_owed = meta.share > 0 and tonumber(score) < BAND_WIDTH and tonumber(call('GET', key.owed) or 0) > 0
  return bucket, is_owed or tonumber(score) == tonumber(next_score or nil)
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
