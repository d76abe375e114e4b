-- The whole state of a division.
--
-- Returns JSON.
-- include: sight
local prefix = KEYS[1] -- the division's tagged prefix

local function members(name)
  local flat, found = redis.call('ZRANGE', name, 0, -1, 'WITHSCORES'), {}
  for i = 1, #flat, 2 do
    found[flat[i]] = flat[i + 1]
  end
  return found
end

local function verb(now)
  local state = {
    at = ms(now), meta = hash(key.meta) or {}, timers = members(key.timers), heads = members(key.heads),
    idle_heads = members(key.idle_heads), requirements = hash(key.requirements) or {},
    profiles = hash(key.profiles) or {}, means = hash(key.means) or {},
    contacts = {}, agents = {}, load = {}, buckets = {}, groups = {}, queues = {}, cooled = {},
  }
  for _, id in ipairs(redis.call('ZRANGE', key.open, 0, -1)) do
    local c = hash(key.contact .. id)
    state.contacts[id] = c or {}
    state.cooled[id] = members(key.cooled .. id)
    if c and c.agent ~= '' then
      state.load[c.agent] = hash(key.load .. c.agent)
    end
  end
  for _, agent in ipairs(redis.call('SMEMBERS', key.agents)) do
    state.agents[agent] = hash(key.agent .. agent)
    state.load[agent] = hash(key.load .. agent)
  end
  for bucket in pairs(state.heads) do
    state.buckets[bucket] = members(key.bucket .. bucket)
  end
  for group in pairs(state.idle_heads) do
    state.groups[group] = members(key.group .. group)
  end
  for _, queue in ipairs(redis.call('SMEMBERS', key.queues)) do
    state.queues[queue] = members(key.queue .. queue)
  end
  return cjson.encode(state)
end
