-- How long a waiting contact may yet wait: an interval that four waits of five end in. And learning from the waits.
--
-- 1. k is one more than those expected to be served before it: all with a better order key in its own bucket, and of
--    every other bucket as large a share as is served by people who could serve this one. Where many groups serve many
--    buckets that share is taken from a sample of them, so that telling costs no more in a large centre.
-- 2. With s of those people at work, and a recent mean handling time h, one of them gets free every h / s on average,
--    so the wait should be k * h / s. Of one that waits for somebody alone s is one, until it is everybody's.
-- 3. p, the pace, is how the waits of late compared with that (people leave, rest, are quicker with some). d, the
--    spread, is widened by each wait that ended outside of what was told and narrowed, four times less, by each inside.
--    Both are learnt once of each wait, when somebody who was told an estimate is offered to an agent, leaves, or is
--    put aside. What they were told is forgotten then: a later wait is another one. All that is learnt, h as well, is
--    kept by the bucket that a route begins in: a step, by which more people may serve, makes no call longer.
-- 4. The wait is taken for a gamma distribution with mean m = k * p * h / s and shape a = k / d. Its tenth and
--    ninetieth percentile are m * (1 - 1 / 9a -+ 1.2816 / 3 sqrt(a)) ^ 3 (Wilson and Hilferty).
-- 5. Of one that waits for somebody alone, an end is that one's as long as it comes before the wait is everybody's.
--    Else it is everybody's from then on, and so are the k and s that are kept.
-- 6. While nothing got worse (`tellings` says what does), neither end of an estimate is higher than that of the one
--    before it.
-- include: base, contacts, agents, at_work, tellings

local estimates = {}

local USUAL_MS, USUAL_COUNTS = 240000, 9 -- before anything was learnt; one wrong number must not stand for all calls
local Z_80 = 1.2816
local LEARN_PACE, MOST_PACE, LEARN_SPREAD = 0.01, 0.05, 0.05

local GROUPS_LOOKED_AT, OF_A_BUCKET = 2000, 8 -- about so many of all buckets ahead, and at least so many of each

-- `most` of the groups that can serve a bucket, or all: a run of each quarter of them, for the best come first. It
-- begins elsewhere in each bucket, and in one bucket always there.
local function groups_of(bucket, most)
  local list = key.served_by .. bucket
  local count = most and call('ZCARD', list)
  if not most or count <= most then
    return call('ZRANGE', list, 0, -1)
  end
  local groups, run = {}, math.floor(most / 4)
  for quarter = 0, 3 do
    local from, to = math.floor(quarter * count / 4), math.floor((quarter + 1) * count / 4)
    from = from + tonumber(string.match(bucket, '^b(%d+)')) * 7919 % (to - from - run + 1)
    for _, group in ipairs(call('ZRANGE', list, from, from + run - 1)) do
      groups[#groups + 1] = group
    end
  end
  return groups
end

-- {group = how many are at work in it, busy or not} of those who can serve a bucket, and how many in all. Where `most`
-- is given, of so many groups.
local function staff_of(bucket, known, most)
  local staff, total = {}, 0
  for _, group in ipairs(groups_of(bucket, most)) do
    known[group] = known[group] or call('SCARD', key.staff .. group)
    staff[group] = known[group]
    total = total + known[group]
  end
  return staff, total
end

-- How many stand before it where `place` is its own: those whom `staff` may serve, as many as they are expected to, and
-- all.
local function ahead_of(c, place, staff, known)
  local all = call('ZCOUNT', key.bucket .. place, '-inf', '(' .. c.score)
  local expected, anywhere = all, all
  local heads = call('ZRANGE', key.heads, '-inf', '(' .. c.score, 'BYSCORE')
  local most = math.max(OF_A_BUCKET, math.floor(GROUPS_LOOKED_AT / #heads))
  for _, bucket in ipairs(heads) do
    if bucket ~= place and string.sub(bucket, 1, 1) ~= '@' then
      local shared = 0
      local theirs, total = staff_of(bucket, known, most)
      if total == 0 then -- nobody of the sample is at work
        theirs, total = staff_of(bucket, known)
      end
      for group, count in pairs(theirs) do
        shared = shared + math.min(count, staff[group] or 0)
      end
      local before = call('ZCOUNT', key.bucket .. bucket, '-inf', '(' .. c.score)
      anywhere = anywhere + before
      if shared > 0 then
        all, expected = all + before, expected + before * shared / total
      end
    end
  end
  return all, expected, anywhere
end

-- The bucket that a contact's route begins in.
function estimates.began(c)
  return string.match(c.steps, '=([^;]+)')
end

-- The recent mean handling time of what begins in a bucket, in ms, and of how many contacts it is.
function estimates.handling(bucket)
  local mean, count = string.match(call('HGET', key.means, bucket) or '', '^(%S+) (%S+)$')
  return tonumber(mean) or USUAL_MS, tonumber(count) or USUAL_COUNTS
end

local function learnt(bucket)
  local pace, spread = string.match(call('HGET', key.paces, bucket) or '', '^(%S+) (%S+)$')
  return tonumber(pace) or 1, tonumber(spread) or 1
end

local function percentile(mean, shape, z)
  return mean * math.max(0, 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))) ^ 3
end

-- How long one should wait where `place` is its own and `staff` could serve it.
local function reckon(c, place, staff, servers, known)
  local ahead, expected, anywhere = ahead_of(c, place, staff, known)
  local k = expected + 1
  local wait = k * estimates.handling(estimates.began(c)) / servers
  return {ahead = ahead, anywhere = anywhere, servers = servers, k = k, wait = wait}
end

-- The same of one that waits for somebody alone.
local function reckon_kept(c, known)
  local a = agents.get(c.preferred)
  local group = a and at_work.group(a) or ''
  return reckon(c, c.place, {[group] = 1}, group == '' and 0 or 1, known)
end

local function interval(one, pace, spread)
  local mean, shape = one.wait * pace, math.max(0.4, one.k / spread)
  return percentile(mean, shape, -Z_80), percentile(mean, shape, Z_80)
end

-- Of one that waits: how many are ahead, how many could serve it, and (where anybody could) from when until when, ms
-- from now; and what is to be kept of that when its resident is told. Nothing is written.
function estimates.of(c, now)
  local known, began = {}, estimates.began(contacts.whole(c))
  local staff, servers = staff_of(c.bucket, known)
  local all = reckon(c, c.bucket, staff, servers, known)
  local own = c.place == c.bucket and all or reckon_kept(c, known)
  if own.servers == 0 then
    return {ahead = own.ahead, servers = 0}
  end
  local pace, spread = learnt(began)
  local low, high = interval(own, pace, spread)
  local kept, one, wait = own ~= all, own, own.wait
  local till = kept and tonumber(c.arrived) + tonumber(c.preferred_ms) or 0
  if kept and servers > 0 and c.question == '' then
    local rest = math.max(0, till - now)
    local from, until_then = interval(all, pace, spread)
    if high > rest then
      one, high = all, rest + until_then
    end
    low = low > rest and rest + from or low
    -- How likely it is that it becomes everybody's.
    local spills = math.exp(-rest / (own.wait * pace))
    wait = own.wait * (1 - spills) + all.wait * spills
  end
  local told = {
    at = now, wait = wait, k = one.k, each = estimates.handling(began) * pace, servers = servers, ahead = own.anywhere,
    line = kept and own.k + all.k or all.k, kept_till = till, low = low, high = high,
  }
  tellings.no_higher(told, tellings.read(c.told))
  return {ahead = own.ahead, servers = own.servers, low = told.low, high = told.high}, tellings.write(told)
end

-- The same for one whose resident is told now.
function estimates.tell(c, now)
  local answer, keep = estimates.of(c, now)
  if keep then
    call('HSET', key.contact .. c.id, 'told', keep)
  end
  return answer
end

-- How likely it is that a wait ends outside of what was told. Of one that was broken off, only that it would have been
-- longer is known: of ten, nine are longer than `low`, and one is longer than `high`.
local function outside(waited, low, high, broken)
  if not broken then
    return (waited < low or waited > high) and 1 or 0
  end
  local passed = math.min(1, (waited - low) / math.max(1, high - low))
  return passed < 0 and 0.2 or 0.1 / (0.9 - 0.8 * passed)
end

-- The wait of one is over: it is offered to an agent now, or is `broken` off.
function estimates.over(c, now, broken)
  local told = tellings.read(contacts.whole(c).told)
  if not told then
    return
  end
  c.told = false
  call('HDEL', key.contact .. c.id, 'told')
  local began = estimates.began(c)
  local pace, spread = learnt(began)
  local waited = now - told.at
  local ratio = waited / told.wait
  -- What a wait that was broken off would have come to beyond the pace: exact where waits are exponential.
  local more = broken and ratio * math.min(1, spread / told.k) or ratio - pace
  pace = pace + math.min(MOST_PACE, LEARN_PACE * told.k) * more
  spread = spread * (1 + LEARN_SPREAD * (outside(waited, told.low, told.high, broken) - 0.2))
  call('HSET', key.paces, began, string.format('%.6g %.6g', math.max(0.05, pace),
    math.max(0.2, math.min(20, spread))))
end
