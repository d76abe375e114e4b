-- A contact, or an agent, with all that is needed to judge it: every place that they are, or should be, in.
-- include: base, sight, at_work

local around = {}

local state -- what is told

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

local FEW = 100 -- of one bundle, or of what cools down for one agent: the rest is looked at from the other side

-- Two that cool down, as both sides have it, with the deadline.
local function add_pair(contact, agent)
  state.cooled[contact], state.cooling[agent] = state.cooled[contact] or {}, state.cooling[agent] or {}
  scores(key.cooled .. contact, {agent}, state.cooled[contact])
  scores(key.cooling .. agent, {contact}, state.cooling[agent])
  scores(key.timers, {'cool|' .. contact .. '|' .. agent}, state.timers)
end

-- A set's name with those members of it that are looked at.
local function note(family, name, list, id)
  local members = family[name] or {}
  family[name] = members
  if call('SISMEMBER', list, id) == 1 then
    members[#members + 1] = id
  end
end

local add_agent, add_contact

-- The bundle of a contact, with the others in it.
local function add_bundle(name, id)
  local others = state.bundles[name] and {} or call('SRANDMEMBER', key.bundle .. name, FEW)
  note(state.bundles, name, key.bundle .. name, id)
  for _, other in ipairs(others) do
    add_contact(other)
    local theirs = state.contacts[other]
    -- One that is of it is noted with itself.
    if theirs.bundle ~= name or theirs.state == 'closed' then
      note(state.bundles, name, key.bundle .. name, other)
    end
  end
end

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

function add_contact(id)
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
  add_agent(c.hold)
  for _, agent in ipairs(call('ZRANGE', key.cooled .. id, 0, -1)) do
    add_pair(id, agent)
  end
  if c.bundle ~= '' and c.state ~= 'closed' then
    add_bundle(c.bundle, id)
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
  for _, contact in ipairs(call('ZRANGE', key.cooling .. id, 0, FEW - 1)) do
    add_pair(contact, id)
  end
  if (a.hold_for or '') ~= '' then
    add_contact(a.hold_for)
  end
  for _, group in ipairs(a.abilities and at_work.groups(a) or {}) do
    note(state.staff, group, key.staff .. group, id)
  end
end

-- Begin with nothing; answers what is filled then.
function around.begin(now)
  state = {
    at = ms(now), meta = {generation = generation, rules = meta.rules, order = meta.order, pick = meta.pick},
    timers = {}, heads = {}, idle_heads = {}, requirements = {}, aside = {}, contacts = {}, agents = {}, load = {},
    buckets = {}, groups = {}, queues = {}, cooled = {}, cooling = {}, bundles = {}, staff = {}, firsts = {},
    served_by = {},
  }
  scores(key.timers, {'sweep||'}, state.timers)
  return state
end

-- The first of every bucket that was met on the way.
function around.firsts()
  local done = 0
  while done < #state.firsts do
    done = done + 1
    add_contact(state.firsts[done])
  end
  state.firsts = nil
end

around.contact, around.agent, around.pair = add_contact, add_agent, add_pair
