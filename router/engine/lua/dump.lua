-- The whole state of a division.
--
-- Returns JSON.
-- include: sight
local prefix = KEYS[1] -- the division's tagged prefix

local function members(name)
  local flat, found = call('ZRANGE', name, 0, -1, 'WITHSCORES'), {}
  for i = 1, #flat, 2 do
    found[flat[i]] = flat[i + 1]
  end
  return found
end

local function verb(now)
  local state = {
    at = ms(now), timers = members(key.timers), heads = members(key.heads),
    meta = {generation = generation, rules = meta.rules, order = meta.order, pick = meta.pick},
    idle_heads = members(key.idle_heads), requirements = hash(key.requirements) or {},
    profiles = hash(key.profiles) or {}, means = hash(key.means) or {}, aside = members(key.aside),
    contacts = {}, agents = {}, load = {}, buckets = {}, groups = {}, queues = {}, cooled = {},
  }
  local function add(ids)
    for id in pairs(ids) do
      if not state.contacts[id] then
        state.contacts[id] = sight.contact(id) or {}
        state.cooled[id] = members(key.cooled .. id)
      end
    end
  end
  local function add_load(agent)
    if agent ~= '' and not state.load[agent] then
      state.load[agent] = hash(key.load .. agent) or {}
      add(state.load[agent])
    end
  end
  for _, queue in ipairs(call('SMEMBERS', key.queues)) do
    state.queues[queue] = members(key.queue .. queue)
    add(state.queues[queue])
  end
  for bucket in pairs(state.heads) do
    state.buckets[bucket] = members(key.bucket .. bucket)
    add(state.buckets[bucket])
  end
  add(state.aside)
  for _, agent in ipairs(call('SMEMBERS', key.agents)) do
    state.agents[agent] = hash(key.agent .. agent)
    add_load(agent)
  end
  for _, agent in ipairs(call('SMEMBERS', key.holders)) do
    add_load(agent)
  end
  for group in pairs(state.idle_heads) do
    state.groups[group] = members(key.group .. group)
  end
  return cjson.encode(state)
end
