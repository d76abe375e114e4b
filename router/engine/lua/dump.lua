-- The whole state of a division, but its log, and what follows from the rest and would be longer than it: whom a group
-- can serve, and of those that can serve a bucket the ones that have nobody free.
--
-- Returns JSON.
-- reads only
-- include: sight
local prefix = KEYS[1] -- the division's tagged prefix

local function by_name(flat)
  local found = {}
  for i = 1, #flat, 2 do
    found[flat[i]] = flat[i + 1]
  end
  return found
end

local function members(name)
  return by_name(call('ZRANGE', name, 0, -1, 'WITHSCORES'))
end

local function verb(now)
  local state = {
    at = ms(now), timers = members(key.timers), heads = members(key.heads),
    meta = {generation = generation, rules = meta.rules, order = meta.order, pick = meta.pick, share = meta.share,
      paused = ms(meta.paused), server = meta.server},
    epoch = call('GET', key.epoch) or '0', owed = call('GET', key.owed) or '0', paces = hash(key.paces) or {},
    routes = hash(key.routes) or {}, idle_heads = members(key.idle_heads), requirements = hash(key.requirements) or {},
    profiles = hash(key.profiles) or {}, means = hash(key.means) or {}, aside = members(key.aside),
    contacts = {}, agents = {}, load = {}, buckets = {}, groups = {}, queues = {}, cooled = {}, cooling = {},
    bundles = {}, staff = {}, served_by = {},
  }
  -- What is in no list of lists shows too: it would be a fault.
  local function add_bucket(bucket)
    local list = bucket ~= '' and not state.buckets[bucket] and members(key.bucket .. bucket)
    if list and (next(list) or state.heads[bucket]) then
      state.buckets[bucket] = list
      -- Of the groups that can serve it, those that have somebody.
      state.served_by[bucket] = by_name(call('ZINTER', 2, key.served_by .. bucket, key.idle_heads, 'WEIGHTS', 1, 0,
        'WITHSCORES'))
    end
  end
  local function add(ids)
    for id in pairs(ids) do
      if not state.contacts[id] then
        local c = sight.contact(id) or {}
        state.contacts[id] = c
        state.cooled[id] = members(key.cooled .. id)
        add_bucket(c.place or '')
        if (c.bundle or '') ~= '' then
          state.bundles[c.bundle] = call('SMEMBERS', key.bundle .. c.bundle)
        end
      end
    end
  end
  local function add_load(agent)
    if agent ~= '' and not state.load[agent] then
      state.load[agent] = loads.of(agent)
      state.cooling[agent] = members(key.cooling .. agent)
      add(state.load[agent])
    end
  end
  for _, queue in ipairs(call('SMEMBERS', key.queues)) do
    state.queues[queue] = members(key.queue .. queue)
    add(state.queues[queue])
  end
  for _, buckets in ipairs({state.heads, state.requirements}) do
    for bucket in pairs(buckets) do
      add_bucket(bucket)
      add(state.buckets[bucket] or {})
    end
  end
  add(state.aside)
  for _, agent in ipairs(call('SMEMBERS', key.agents)) do
    state.agents[agent] = sight.hash_of(agent)
    add_load(agent)
  end
  for _, agent in ipairs(call('SMEMBERS', key.holders)) do
    add_load(agent)
  end
  for _, group in ipairs(call('SMEMBERS', key.groups)) do
    state.staff[group] = call('SMEMBERS', key.staff .. group)
    local seated = members(key.group .. group)
    if next(seated) or state.idle_heads[group] then
      state.groups[group] = seated
    end
  end
  return cjson.encode(state)
end
