-- Parts of the state, each with all that is needed to judge it: every place that those in it are, or should be, in.
-- include: base, sight

local slices = {}

local state -- what is told
local limit -- how many are looked at

local function scores(name, ids, into)
  if #ids > 0 then
    local found = call('ZMSCORE', name, unpack(ids))
    for i = 1, #ids do
      into[ids[i]] = found[i] or nil
    end
  end
end

local function member(family, name, list, id)
  local places = state[family]
  places[name] = places[name] or {}
  scores(list, {id}, places[name])
end

local add_agent

-- The bucket with its head and its first, and whoever is free for it.
local function add_bucket(name)
  if state.buckets[name] then
    return
  end
  local list = key.bucket .. name
  local first = call('ZRANGE', list, 0, 0, 'WITHSCORES')
  state.buckets[name] = {}
  scores(key.heads, {name}, state.heads)
  if first[1] then
    state.buckets[name][first[1]] = first[2]
    state.firsts[#state.firsts + 1] = first[1]
  end
  state.served_by[name] = {}
  local free = call('ZINTER', 2, key.served_by .. name, key.idle_heads, 'WEIGHTS', 1, 0, 'WITHSCORES')
  for i = 1, math.min(6, #free), 2 do
    state.served_by[name][free[i]] = free[i + 1]
    add_agent(call('ZRANGE', key.group .. free[i], 0, 0)[1])
  end
end

local function add_contact(id)
  if state.contacts[id] then
    return
  end
  local c = sight.contact(id) or {}
  state.contacts[id] = c
  scores(key.aside, {id}, state.aside)
  if not c.state then
    return
  end
  local queue = c.service .. '|' .. (c.question and 'question' or c.channel)
  member('queues', queue, key.queue .. queue, id)
  scores(key.timers, {'offer|' .. id .. '|' .. c.agent, 'connecting|' .. id .. '|' .. c.agent,
    'wrap|' .. id .. '|' .. c.agent, 'aside|' .. id .. '|', 'step|' .. id .. '|'}, state.timers)
  for _, place in ipairs({c.place, c.bucket}) do
    if place ~= '' then
      add_bucket(place)
      member('buckets', place, key.bucket .. place, id)
      state.requirements[place] = call('HGET', key.requirements, place) or nil
    end
  end
  if c.agent ~= '' then
    state.load[c.agent] = state.load[c.agent] or {}
    state.load[c.agent][id] = loads.of(c.agent)[id]
  end
  if string.sub(c.place, 1, 1) == '@' then
    add_agent(c.preferred)
  end
  local cold = call('ZRANGE', key.cooled .. id, 0, -1, 'WITHSCORES')
  state.cooled[id] = {}
  for i = 1, #cold, 2 do
    state.cooled[id][cold[i]] = cold[i + 1]
  end
end

function add_agent(id)
  if not id or state.agents[id] then
    return
  end
  local a = sight.hash_of(id) or {}
  state.agents[id] = a
  scores(key.timers, {'presence||' .. id, 'hold||' .. id, 'phone||' .. id}, state.timers)
  state.load[id] = loads.of(id)
  for contact in pairs(state.load[id]) do
    add_contact(contact)
  end
  if (a.group or '') ~= '' then
    local first = call('ZRANGE', key.group .. a.group, 0, 0, 'WITHSCORES')
    member('groups', a.group, key.group .. a.group, id)
    if first[1] then
      state.groups[a.group][first[1]] = first[2]
    end
    scores(key.idle_heads, {a.group}, state.idle_heads)
  end
end

-- Everybody who waits stands in one bucket and on one queue, so there are as many in the ones as on the others.
local function count()
  local standing, queued = 0, 0
  for _, bucket in ipairs(call('ZRANGE', key.heads, 0, -1)) do
    standing = standing + call('ZCARD', key.bucket .. bucket)
  end
  for _, name in ipairs(call('SMEMBERS', key.queues)) do
    queued = queued + call('ZCARD', key.queue .. name)
  end
  return {standing = standing, queued = queued}
end

-- Some of those who wait on the queue with this number; answers where to go on.
function slices.queue(at, start)
  local queues = call('SMEMBERS', key.queues)
  table.sort(queues)
  if not queues[at] then
    return 'agents 0 0'
  end
  local ids = call('ZRANGE', key.queue .. queues[at], start, start + limit - 1)
  for _, id in ipairs(ids) do
    add_contact(id)
  end
  return #ids < limit and 'queue ' .. (at + 1) .. ' 0' or 'queue ' .. at .. ' ' .. (start + limit)
end

-- Some agents.
function slices.agents(at)
  local found = call('SSCAN', key.agents, at, 'COUNT', limit)
  for _, id in ipairs(found[2]) do
    add_agent(id)
  end
  return found[1] == '0' and 'aside 1 0' or 'agents ' .. found[1] .. ' 0'
end

-- Some of what is put aside.
function slices.aside(start)
  local ids = call('ZRANGE', key.aside, start, start + limit - 1)
  for _, id in ipairs(ids) do
    add_contact(id)
  end
  if #ids == limit then
    return 'aside 1 ' .. (start + limit)
  end
  state.counts = count()
  return ''
end

-- Begin with nothing.
function slices.begin(now, most)
  limit = tonumber(most)
  state = {
    at = ms(now), meta = {generation = generation, rules = meta.rules, order = meta.order, pick = meta.pick},
    timers = {}, heads = {}, idle_heads = {}, requirements = {}, aside = {}, contacts = {}, agents = {}, load = {},
    buckets = {}, groups = {}, queues = {}, cooled = {}, firsts = {}, served_by = {},
  }
  scores(key.timers, {'sweep||'}, state.timers)
end

-- What was looked at, with the first of every bucket that was met on the way.
function slices.told(next_one)
  local done = 0
  while done < #state.firsts do
    done = done + 1
    add_contact(state.firsts[done])
  end
  state.firsts, state.next = nil, next_one
  return cjson.encode(state)
end
