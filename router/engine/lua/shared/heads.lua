-- What an agent could be given: the buckets they can serve that have somebody, best first by the division's order.
-- include: base, agents, places

local heads = {}

local function band(score)
  return math.floor(score / BAND_WIDTH)
end

-- How much a head weighs against the others of its band; less goes first.
local RANKS = {
  -- Weight times waiting; order keys are by arrival then.
  weighted_wait = function(row, now)
    return -tonumber(string.match(row.kind, '%*(.+)$') or 1) * (now - row.score % BAND_WIDTH)
  end,
  longest_queue = function(row)
    local from = band(row.score) * BAND_WIDTH
    return -call('ZCOUNT', key.bucket .. row.bucket, ms(from), '(' .. ms(from + BAND_WIDTH))
  end,
}

-- Written and background work keeps its share of people's time: while some is owed to it, it goes before those who
-- wait live, but never before a need that is never relaxed, whoever else waits in front of that.
local function with_share(rows)
  local first, last = rows[1], rows[#rows]
  if meta.share == 0 or not first or band(first.score) > 0 or band(last.score) == 0
    or tonumber(call('GET', key.owed) or 0) <= 0 then
    return rows
  end
  -- All that is owed may be cooling down for this agent. Ranks of each part's own: it is not weighed against the rest.
  local parts = {hard = {}, owed = {}, rest = {}}
  for _, row in ipairs(rows) do
    local part = band(row.score) > 0 and 'owed' or string.find(row.kind, '!', 1, true) and 'hard' or 'rest'
    row.rank = part .. ' ' .. tostring(row.rank)
    table.insert(parts[part], row)
  end
  local found = parts.hard
  for _, part in ipairs({parts.owed, parts.rest}) do
    for _, row in ipairs(part) do
      found[#found + 1] = row
    end
  end
  return found
end

local function ranked(rows, rank, now)
  for _, row in ipairs(rows) do
    row.rank = rank(row, now)
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

local FEW, PAGE = 16, 1000

-- Of the heads from place `from` to `to`, of `count`, the first that the group can serve or that wait for this agent
-- alone; its order key; and whether another is, or may be, as good.
local function first_of_some(group, own, from, to, count)
  local rows = call('ZRANGE', key.heads, from, to, 'WITHSCORES')
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
        return names[best], rows[2 * best], rows[2 * best] == rows[2 * i]
      end
      best = i
    end
  end
  return names[best], best and rows[2 * best], best and to + 1 < count and rows[2 * best] == rows[#rows]
end

-- The same of all that the group can serve, and that wait for this agent alone.
local function best_of_served(group, own)
  local names = call('SMEMBERS', key.serves .. group)
  for name in pairs(own) do
    names[#names + 1] = name
  end
  local best, score, is_tied = nil, math.huge, false
  for from = 1, #names, PAGE do
    local to = math.min(from + PAGE - 1, #names)
    local scores = call('ZMSCORE', key.heads, unpack(names, from, to))
    for i = from, to do
      local this = tonumber(scores[i - from + 1] or nil)
      if this and this <= score then
        best, score, is_tied = names[i], this, this == score
      end
    end
  end
  return best, score, is_tied
end

-- The same of all heads. Mostly it is among the first few. Else the shorter list is gone through: where few wait, what
-- a group can serve may be all that was ever asked for.
local function best_of_all(group, own, count)
  local best, score, is_tied = first_of_some(group, own, 0, FEW - 1, count)
  if best or count <= FEW then
    return best, score, is_tied
  end
  if call('SCARD', key.serves .. group) < count then
    return best_of_served(group, own)
  end
  for from = FEW, count - 1, PAGE do
    best, score, is_tied = first_of_some(group, own, from, from + PAGE - 1, count)
    if best then
      break
    end
  end
  return best, score, is_tied
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
  local group = a.profile .. '.' .. open
  local bucket, score, is_tied = best_of_all(group, own, count)
  -- Of a group that is new, only what waits for this agent alone is found before it is compared.
  if (not bucket or own[bucket]) and agents.is_new_group(a, open) then
    bucket, score, is_tied = best_of_all(group, own, count)
  end
  if not bucket then
    return nil, false
  end
  local is_owed = meta.share > 0 and tonumber(score) < BAND_WIDTH and tonumber(call('GET', key.owed) or 0) > 0
  return bucket, is_owed or is_tied
end

-- Those who wait for this agent alone stand in one bucket, whatever they need: the first few of them, each weighed as
-- one of its own kind.
local function add_kept(rows, bucket)
  local flat = call('ZRANGE', key.bucket .. bucket, 0, FEW - 1, 'WITHSCORES')
  for i = 1, #flat, 2 do
    local kind = call('HGET', key.contact .. flat[i], 'bucket')
    rows[#rows + 1] = {bucket = bucket, kind = kind, contact = flat[i], score = tonumber(flat[i + 1])}
  end
  rows.mixed = true
end

-- All heads an agent may be given from, as {bucket, kind, score, rank, contact if it is kept for them}, best first.
function heads.of(a, open, now)
  local rows, personal = {}, {}
  local flat = call('ZINTER', 2, key.heads, key.serves .. agents.group(a, open), 'WEIGHTS', 1, 0, 'WITHSCORES')
  for i = 1, #flat, 2 do
    rows[#rows + 1] = {bucket = flat[i], kind = flat[i], score = tonumber(flat[i + 1])}
  end
  for channel in string.gmatch(open, '[^+]+') do
    personal[#personal + 1] = places.personal(channel, a.id)
  end
  for i, score in ipairs(call('ZMSCORE', key.heads, unpack(personal))) do
    if score then
      add_kept(rows, personal[i])
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
