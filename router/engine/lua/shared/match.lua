-- Matching, from both sides. A contact looks at the groups that can serve it, an agent at the buckets they can serve;
-- each side looks only at the heads, so the cost does not grow with those who wait behind.
-- include: base, offers, places, agents, relations, heads, holds

local match = {}

-- The first of a sorted set that is not among those cooling down: with k of those, looking at k + 1 suffices.
local function first_warm(list, cold, k)
  local rows = call('ZRANGE', list, 0, k, 'WITHSCORES')
  for i = 1, #rows, 2 do
    if k == 0 or not call('ZSCORE', cold, rows[i]) then
      return rows[i], tonumber(rows[i + 1])
    end
  end
end

-- Among groups that have somebody, best first as group, score…, the best agent who is not cooling down for a contact.
local function first_warm_agent(c, rows, k)
  local best, best_score, tier
  for i = 1, #rows, 2 do
    local this = math.floor(tonumber(rows[i + 1]) / TIER_WIDTH)
    if best and this ~= tier then
      break
    end
    local agent, score = first_warm(key.group .. rows[i], key.cooled .. c.id, k)
    if agent and (not best or score < best_score) then
      best, best_score, tier = agent, score, this
    end
  end
  return best, tier
end

local FIRST_FEW = {{0, 4}, {5, 12}, {13, 28}} -- places among the groups that have somebody, looked at by turns

-- Whether somebody waits in the bucket of a contact that arrives, and may be asked of anybody: had somebody been free
-- who can serve it, they would have been given that one.
local function stands_behind(c)
  local first = c.is_new and call('ZRANGE', key.bucket .. c.bucket, 0, 0)[1]
  return first and call('EXISTS', key.cooled .. first) == 0
end

-- The best group that can serve a contact's bucket and has somebody. Most often it is among the first few of all that
-- have somebody; only else, and where the tier is the pair's, are they all gone through.
local function best_group(c)
  if stands_behind(c) then
    return nil
  end
  local bucket = c.bucket
  if meta.pick ~= 'best_skilled' then
    for _, range in ipairs(FIRST_FEW) do
      local few = call('ZRANGE', key.idle_heads, range[1], range[2])
      if not few[1] then
        return nil
      end
      local found = call('ZMSCORE', key.served_by .. bucket, unpack(few))
      for i = 1, #few do
        if found[i] then
          return few[i]
        end
      end
      if #few <= range[2] - range[1] then
        return nil
      end
    end
  end
  return call('ZINTER', 2, key.served_by .. bucket, key.idle_heads, 'WEIGHTS', relations.weight_of_pairs(), 1)[1]
end

-- The best agent for a contact: the first tier that has anybody, and in it who has least in hand and is idle longest.
local function agent_for(c)
  if c.cooled then
    local rows = call('ZINTER', 2, key.served_by .. c.bucket, key.idle_heads, 'WEIGHTS', relations.weight_of_pairs(), 1,
      'WITHSCORES')
    local agent = first_warm_agent(c, rows, call('ZCARD', key.cooled .. c.id))
    return agent and agents.get(agent), '\tmatched=contact'
  end
  local group = best_group(c)
  if not group then
    return nil
  end
  local popped = call('ZPOPMIN', key.group .. group)
  local a = agents.get(popped[1])
  if tonumber(popped[2]) < 1e12 then
    -- Their score says that they have nothing in hand.
    a.held, a.paused = {}, false
  end
  return a, '\tmatched=contact\tgroup=' .. group, true
end

-- Offer a contact, placed or found a place for, to the best free agent; true when there was one.
function match.contact(c, now)
  if is_paused(now) then
    return false
  end
  local a, why, popped
  if string.sub(c.spot or c.place, 1, 1) == '@' then
    a, why = agents.get(c.preferred), '\tmatched=contact\tpreferred?yes'
    if not a or not agents.may_take(a, c.channel) or (c.cooled and call('ZSCORE', key.cooled .. c.id, a.id)) then
      return false
    end
  else
    a, why, popped = agent_for(c)
  end
  if not a then
    return false
  end
  offers.make(c, a, now, why)
  agents.seat(a, agents.open(a, now), popped)
  return true
end

-- The contact that an agent should have next: the best over the heads of all they can serve.
local function contact_for(a, open, now, count)
  local k = a.cools and call('ZCARD', key.cooling .. a.id) or 0
  if k == 0 then
    local bucket, look_closer = heads.best(a, open, count)
    if not look_closer then
      local two = bucket and call('ZRANGE', key.bucket .. bucket, 0, 1, 'WITHSCORES') or {}
      return two[1], bucket, two[4] or ''
    end
  end
  local best, best_score, at, rank
  for _, row in ipairs(heads.of(a, open, now)) do
    if best and (row.rank ~= rank or row.score > best_score) then
      break
    end
    -- A head may be cooling down for this agent; the next of its bucket then stands for it.
    local contact, score = row.contact, row.score
    if not contact then
      contact, score = first_warm(key.bucket .. row.bucket, key.cooling .. a.id, k)
    elseif k > 0 and call('ZSCORE', key.cooling .. a.id, contact) then
      contact = nil
    end
    if contact and (not best or score < best_score or (score == best_score and contact < best)) then
      best, best_score, at, rank = contact, score, row.bucket, row.rank
    end
  end
  return best, at
end

-- Offer an agent all they may be offered now (one thing rings at a time, and a call beside it), and seat them.
function match.agent(a, now)
  if not a then
    return
  end
  local open, blocked = agents.open(a, now)
  local count = open ~= '' and not is_paused(now) and call('ZCARD', key.heads) or 0
  if count > 0 then
    open = holds.begin(a, open, blocked, now)
    while open ~= '' do
      local contact, bucket, behind = contact_for(a, open, now, count)
      if not contact then
        break
      end
      local c = contacts.full(contact)
      c.behind = behind
      offers.make(c, a, now, '\tmatched=agent\tfrom=' .. bucket)
      open = agents.open(a, now)
    end
  end
  if blocked == '' then
    holds.let_go(a, now)
  end
  agents.seat(a, open)
end

-- Everybody who is free takes what there is, the agents with the fewest skills first: after a rebuild.
function match.all(now)
  local groups = call('ZRANGE', key.idle_heads, 0, -1)
  local function skills(group)
    return tonumber(string.match(group, '/(%d+)'))
  end
  table.sort(groups, function(one, other)
    return skills(one) < skills(other)
  end)
  for _, group in ipairs(groups) do
    for _, agent in ipairs(call('ZRANGE', key.group .. group, 0, -1)) do
      match.agent(agents.get(agent), now)
    end
  end
end
