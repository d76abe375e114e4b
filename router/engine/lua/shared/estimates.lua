-- How long a waiting contact may yet wait: an interval that four waits of five end in. And learning from the waits.
--
-- 1. k is one more than those expected to be served before it (`ahead`).
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
-- include: base, contacts, agents, at_work, ahead, tellings

local estimates = {}

local USUAL_MS, USUAL_COUNTS = 240000, 9 -- before anything was learnt; one wrong number must not stand for all calls
local Z_80 = 1.2816
local LEARN_PACE, MOST_PACE, LEARN_SPREAD = 0.01, 0.05, 0.05

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
  local count, expected, anywhere = ahead.line(c, place, staff, known)
  local k = expected + 1
  local wait = k * estimates.handling(estimates.began(c)) / servers
  return {ahead = count, anywhere = anywhere, servers = servers, k = k, wait = wait}
end

-- The same of one that waits for somebody alone.
local function reckon_kept(c, known)
  local a = agents.get(c.preferred)
  local group = a and at_work.group(a) or ''
  return reckon(c, c.place, {[group] = 1, alone = c.preferred}, group == '' and 0 or 1, known)
end

local function interval(one, pace, spread)
  local mean, shape = one.wait * pace, math.max(0.4, one.k / spread)
  return percentile(mean, shape, -Z_80), percentile(mean, shape, Z_80)
end

-- Of one that waits: how many are ahead, how many could serve it, and (where anybody could) from when until when, ms
-- from now; and what is to be kept of that when its resident is told. Nothing is written.
function estimates.of(c, now)
  local known, began = {}, estimates.began(contacts.whole(c))
  local staff, servers = ahead.staff(c.bucket, known)
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
