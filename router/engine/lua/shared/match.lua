-- Matching, from both sides. A contact looks at the groups that can serve it, an agent at the buckets they can serve;
-- each side looks only at the heads, so the cost does not grow with those who wait behind.
-- include: base, offers, places, agents, relations, heads

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

-- Among groups sorted by tier and idle time, the best agent who is not cooling down for this contact.
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

-- The best agent for a contact: the first tier that has anybody, and in it who has least in hand and is idle longest.
local function agent_for(c)
  local rows = call('ZINTER', 2, key.served_by .. c.bucket, key.idle_heads, 'WITHSCORES')
  if not rows[1] then
    return nil
  end
  local why = {groups = #rows / 2, matched = 'contact'}
  if c.cooled then
    local agent
    agent, why.tier = first_warm_agent(c, rows, call('ZCARD', key.cooled .. c.id))
    return agent and agents.get(agent), why
  end
  local score = tonumber(rows[2])
  why.tier = math.floor(score / TIER_WIDTH)
  why.runner_up = rows[3]
  local popped = call('ZPOPMIN', key.group .. rows[1])
  local a = agents.get(popped[1])
  if tonumber(popped[2]) < 1e12 then
    -- Their score says that they have nothing in hand.
    a.held, a.paused = {}, false
  end
  return a, why, true
end

-- Offer a contact, placed or found a place for, to the best free agent; true when there was one.
function match.contact(c, now)
  if is_paused(now) then
    return false
  end
  local a, why, popped
  if string.sub(c.spot or c.place, 1, 1) == '@' then
    a, why = agents.get(c.preferred), {preferred = true, matched = 'contact'}
    if not a or not agents.may_take(a, c.channel) then
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
local function contact_for(a, open, now)
  local rows = heads.of(a, open, now)
  local k = call('ZCARD', key.cooling .. a.id)
  local best, best_score, at, rank
  for _, row in ipairs(rows) do
    if best and (row.rank ~= rank or row.score > best_score) then
      break
    end
    -- A head may be cooling down for this agent; the next of its bucket then stands for it.
    local contact, score = first_warm(key.bucket .. row.bucket, key.cooling .. a.id, k)
    if contact and (not best or score < best_score or (score == best_score and contact < best)) then
      best, best_score, at, rank = contact, score, row.bucket, row.rank
    end
  end
  return best, {buckets = #rows, preferred = at and string.sub(at, 1, 1) == '@' or nil, matched = 'agent'}
end

local HOLD_MS = 120000

-- A live contact that only waits for this agent's hands to be empty: what gets free next is held for it, for a while,
-- and then as long again is not.
local function hold_for_live(a, open, blocked, now)
  if blocked == '' or a.total == 0 or (a.hold ~= '' and tonumber(a.hold) + HOLD_MS > now) then
    return open
  end
  local first = heads.first(agents.group(a, blocked))
  if not first or first >= BAND_WIDTH then
    return open
  end
  a.hold = ms(now + HOLD_MS)
  call('HSET', key.agent .. a.id, 'hold', a.hold)
  timers.set('hold', '', a.id, now + HOLD_MS)
  log.agent('agent.held', a.id, now, {till = now + HOLD_MS})
  return (agents.open(a, now))
end

-- Offer an agent all they may be offered now (one thing rings at a time, and a call beside it), and seat them.
function match.agent(a, now)
  if not a then
    return
  end
  local open, blocked = agents.open(a, now)
  if open ~= '' and not is_paused(now) and call('EXISTS', key.heads) == 1 then
    open = hold_for_live(a, open, blocked, now)
    while open ~= '' do
      local contact, why = contact_for(a, open, now)
      if not contact then
        break
      end
      local c = contacts.get(contact)
      offers.make(c, a, now, why)
      open = agents.open(a, now)
    end
  end
  agents.seat(a, open)
end

-- Everybody who is free takes what there is, the agents with the fewest skills first: after a rebuild.
function match.all(now)
  local groups = call('ZRANGE', key.idle_heads, 0, -1)
  local profiles = hash(key.profiles) or {}
  local function skills(group)
    return relations.count(profiles[string.match(group, '^[^.]*')])
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
