-- Matching, from both sides. A contact looks at the groups that can serve it, an agent at the buckets they can serve;
-- each side looks only at the heads, so the cost does not grow with those who wait behind.
-- include: base, offers, places, agents, relations

local match = {}

local CHUNK = 5000 -- unpack takes about 8,000

local function scores(name, members)
  local found = {}
  for from = 1, #members, CHUNK do
    local part = redis.call('ZMSCORE', name, unpack(members, from, math.min(from + CHUNK - 1, #members)))
    for i = 1, #part do
      found[from + i - 1] = part[i]
    end
  end
  return found
end

-- The first of a sorted set that is not among those cooling down: with k of those, looking at k + 1 suffices.
local function first_warm(list, cold, k)
  local rows = redis.call('ZRANGE', list, 0, k, 'WITHSCORES')
  for i = 1, #rows, 2 do
    if k == 0 or not redis.call('ZSCORE', cold, rows[i]) then
      return rows[i], tonumber(rows[i + 1])
    end
  end
end

-- The best agent for a contact: the first tier (fewest skills) that has anybody, and in it who has been idle longest.
local function agent_for(c)
  local rows = redis.call('ZRANGE', key.served_by .. c.place, 0, -1, 'WITHSCORES')
  if #rows == 0 or redis.call('EXISTS', key.idle_heads) == 0 then
    return nil
  end
  local groups = {}
  for i = 1, #rows, 2 do
    groups[#groups + 1] = rows[i]
  end
  local heads = scores(key.idle_heads, groups)
  local k = redis.call('ZCARD', key.cooled .. c.id)
  local best, best_score, tier, candidates = nil, math.huge, nil, 0
  for i, group in ipairs(groups) do
    if best and rows[2 * i] ~= tier then
      break
    end
    if heads[i] then
      local agent, score = first_warm(key.group .. group, key.cooled .. c.id, k)
      if agent then
        tier = rows[2 * i]
        candidates = candidates + redis.call('ZCARD', key.group .. group)
        if score < best_score then
          best, best_score = agent, score
        end
      end
    end
  end
  return best, {tier = tonumber(tier), candidates = candidates, matched = 'contact'}
end

local function can_take(a, channel)
  return a and string.find('+' .. a.mask .. '+', '+' .. channel .. '+', 1, true)
end

-- Offer a waiting contact to the best free agent; true when there was one.
function match.contact(c, now)
  if is_paused(now) then
    return false
  end
  if string.sub(c.place, 1, 1) == '@' then
    local a = agents.get(c.preferred)
    if not can_take(a, c.channel) then
      return false
    end
    offers.make(c, a, now, {preferred = true, candidates = 1, matched = 'contact'})
    return true
  end
  local agent, why = agent_for(c)
  if not agent then
    return false
  end
  offers.make(c, agents.get(agent), now, why)
  return true
end

-- The contact that an agent should have next: the lowest order key over the heads of all they can serve.
local function contact_for(a)
  local buckets = redis.call('SMEMBERS', key.serves .. a.group)
  for channel in string.gmatch(a.mask, '[^+]+') do
    buckets[#buckets + 1] = places.personal(channel, a.id)
  end
  local heads = scores(key.heads, buckets)
  local k = redis.call('ZCARD', key.cooling .. a.id)
  local best, best_score, at, served = nil, math.huge, nil, 0
  for i, bucket in ipairs(buckets) do
    local score = tonumber(heads[i] or nil)
    if score then
      served = served + 1
      -- A head may be cooling down for this agent; the next of its bucket then stands for it.
      if score <= best_score then
        local contact, key_of_it = first_warm(key.bucket .. bucket, key.cooling .. a.id, k)
        if contact and (key_of_it < best_score or (key_of_it == best_score and contact < best)) then
          best, best_score, at = contact, key_of_it, bucket
        end
      end
    end
  end
  return best, {candidates = served, preferred = at and string.sub(at, 1, 1) == '@' or nil, matched = 'agent'}
end

-- Offer an agent all they may be offered now (one thing rings at a time, and a call beside it).
function match.agent(a, now)
  if is_paused(now) then
    return
  end
  while a and a.group ~= '' and redis.call('EXISTS', key.heads) == 1 do
    local contact, why = contact_for(a)
    if not contact then
      return
    end
    offers.make(contacts.get(contact), a, now, why)
  end
end

-- Everybody who is free takes what there is, the agents with the fewest skills first: after a rebuild.
function match.all(now)
  local groups = redis.call('ZRANGE', key.idle_heads, 0, -1)
  local profiles = hash(key.profiles) or {}
  local function skills(group)
    return relations.count(profiles[string.match(group, '^[^.]*')])
  end
  table.sort(groups, function(one, other)
    return skills(one) < skills(other)
  end)
  for _, group in ipairs(groups) do
    for _, agent in ipairs(redis.call('ZRANGE', key.group .. group, 0, -1)) do
      match.agent(agents.get(agent), now)
    end
  end
end
