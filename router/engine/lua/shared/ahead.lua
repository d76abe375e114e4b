-- Who stands before a waiting contact, and who could serve it.
--
-- 1. In its own bucket all with a better order key do, and of every other bucket as large a share as is served by
--    people who could serve this one. Where many groups serve many buckets that share is taken from a sample of them,
--    so that telling costs no more in a large centre.
-- 2. Of those who are kept for somebody alone, all do whose agent could serve this one: that agent serves them first.
-- include: base, agents, at_work

local ahead = {}

local GROUPS_LOOKED_AT, OF_A_BUCKET = 2000, 8 -- about so many of all buckets, and at least so many of each
local KEPT_LOOKED_AT = 1000 -- agents for whom somebody is kept, those with the first in line first

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
function ahead.staff(bucket, known, most)
  local staff, total = {}, 0
  for _, group in ipairs(groups_of(bucket, most)) do
    known[group] = known[group] or call('SCARD', key.staff .. group)
    staff[group] = known[group]
    total = total + known[group]
  end
  return staff, total
end

-- Whether one for whom somebody is kept is of `staff`: at work in one of its groups; of an agent alone, that one.
local function is_of(staff, agent)
  if staff.alone then
    return staff.alone == agent
  end
  local a = agents.get(agent)
  return a and staff[at_work.group(a)]
end

-- What share of a bucket's contacts is served by `staff`, 0 to 1.
local function share_of(bucket, staff, known, most)
  local theirs, total = ahead.staff(bucket, known, most)
  if total == 0 then -- nobody of the sample is at work
    theirs, total = ahead.staff(bucket, known)
  end
  local shared = 0
  for group, people in pairs(theirs) do
    shared = shared + math.min(people, staff[group] or 0)
  end
  return shared > 0 and shared / total or 0
end

-- How many stand before it where `place` is its own: those whom `staff` may serve, as many as they are expected to, and
-- all. `staff` is {group = how many}, and `alone` the id of the only one.
function ahead.line(c, place, staff, known)
  local all = call('ZCOUNT', key.bucket .. place, '-inf', '(' .. c.score)
  local expected, anywhere, kept = all, all, 0
  local heads = call('ZRANGE', key.heads, '-inf', '(' .. c.score, 'BYSCORE')
  local most = math.max(OF_A_BUCKET, math.floor(GROUPS_LOOKED_AT / #heads))
  for _, bucket in ipairs(heads) do
    local agent = string.match(bucket, '^@[^@]*@(.*)$')
    kept = kept + (agent and 1 or 0)
    if bucket ~= place and (not agent or kept <= KEPT_LOOKED_AT) then
      local share = agent and (is_of(staff, agent) and 1 or 0) or share_of(bucket, staff, known, most)
      local count = call('ZCOUNT', key.bucket .. bucket, '-inf', '(' .. c.score)
      anywhere = anywhere + count
      if share > 0 then
        all, expected = all + count, expected + count * share
      end
    end
  end
  return all, expected, anywhere
end
