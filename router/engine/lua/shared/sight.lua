-- An agent with all that they hold, for screens.
-- include: base

local function sight(id)
  local a = hash(key.agent .. id)
  if not a then
    return nil
  end
  local load = {}
  for _, contact in ipairs(redis.call('HKEYS', key.load .. id)) do
    load[contact] = hash(key.contact .. contact)
  end
  return {agent = a, load = load}
end
