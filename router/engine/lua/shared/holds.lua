-- What an agent frees next is held for a live contact that only waits for empty hands: one agent for each such contact.
-- A hold is over by its deadline, which is brought forward when there is no more cause for it.
-- include: base, log, timers, agents, places

local holds = {}

local HOLD_MS = 120000
local FEW_WAITING = 8 -- of each bucket, looked at

-- The first live one of a bucket that they may be given with empty hands and for whom nobody is held.
local function first_of(bucket, a)
  local first = call('ZRANGE', key.bucket .. bucket, '-inf', '(' .. BAND_WIDTH, 'BYSCORE', 'LIMIT', 0, FEW_WAITING)
  for _, id in ipairs(first) do
    if call('HEXISTS', key.contact .. id, 'hold') == 0
      and not (a.cools and call('ZSCORE', key.cooling .. a.id, id)) then
      return id
    end
  end
end

-- The buckets in which somebody live is first, whom they may be given with empty hands: those that their group can
-- serve, and those who wait for them alone. With the order key of that first one, best first.
local function live_buckets(a, blocked)
  local first = call('ZRANGE', key.heads, 0, 0, 'WITHSCORES')[2]
  if not first or tonumber(first) >= BAND_WIDTH then
    return {}
  end
  local rows, own = {}, {}
  local function add(bucket, score)
    if score and tonumber(score) < BAND_WIDTH then
      rows[#rows + 1] = {bucket = bucket, score = tonumber(score)}
    end
  end
  local served = key.serves .. agents.group(a, blocked)
  local flat = call('ZINTER', 2, key.heads, served, 'WEIGHTS', 1, 0, 'WITHSCORES')
  for i = 1, #flat, 2 do
    add(flat[i], flat[i + 1])
  end
  for channel in string.gmatch(blocked, '[^+]+') do
    own[#own + 1] = places.personal(channel, a.id)
  end
  for i, score in ipairs(call('ZMSCORE', key.heads, unpack(own))) do
    add(own[i], score)
  end
  table.sort(rows, function(one, other)
    return one.score < other.score
  end)
  return rows
end

-- The first live contact of all, best heads first. Among heads that are as good it is decided by the contact's id, for
-- the names of buckets must decide nothing: they are others in a replay.
local function waits_for(a, blocked)
  local best, best_score
  for _, row in ipairs(live_buckets(a, blocked)) do
    if best and row.score > best_score then
      break
    end
    local id = first_of(row.bucket, a)
    if id and (not best or id < best) then
      best, best_score = id, row.score
    end
  end
  return best
end

-- The channels of which one more may be offered to them: only live ones, while they are held. That is for a while, for
-- one contact or for several by turns, and then as long again is not.
function holds.begin(a, open, blocked, now)
  local till = tonumber(a.hold) or 0
  if blocked == '' or a.total == 0 or a.hold_for ~= '' or (till <= now and now < till + HOLD_MS) then
    return open
  end
  local contact = waits_for(a, blocked)
  if not contact then
    return open
  end
  till = till > now and till or now + HOLD_MS
  a.hold, a.hold_for = ms(till), contact
  call('HSET', key.agent .. a.id, 'hold', a.hold, 'hold_for', contact)
  call('HSET', key.contact .. contact, 'hold', a.id)
  timers.set('hold', '', a.id, till)
  log.agent('agent.held', a.id, now, {till = till})
  return (agents.open(a, now))
end

-- There is no more cause for it: its deadline is the next moment. At this one, deadlines may be acted on already, and a
-- replay acts on those in other parts.
function holds.let_go(a, now)
  if a.hold_for ~= '' then
    timers.set('hold', '', a.id, now + 1)
  end
end

-- Its deadline has come.
function holds.over(a, now)
  if call('HGET', key.contact .. a.hold_for, 'hold') == a.id then
    call('HDEL', key.contact .. a.hold_for, 'hold')
  end
  agents.write(a, {hold_for = ''})
  log.agent('agent.released', a.id, now)
end
