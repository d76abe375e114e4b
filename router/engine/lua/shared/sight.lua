-- A contact, and an agent with all that they hold, for screens and dumps. What is not written is spelt out as empty.
-- include: base

local sight = {}

function sight.contact(id)
  local c = hash(key.contact .. id)
  if c then
    for _, name in ipairs({'agent', 'place', 'epoch', 'preferred', 'hard', 'deadline', 'bucket', 'bundle'}) do
      c[name] = c[name] or ''
    end
    c.since = c.since or c.arrived
    if c.bucket == '' then
      c.bucket = c.place
    end
    c.requirement = c.bucket ~= '' and call('HGET', key.requirements, c.bucket) or ''
  end
  return c
end

function sight.agent(id)
  local a = hash(key.agent .. id)
  if not a then
    return nil
  end
  local load = {}
  for contact, value in pairs(hash(key.load .. id) or {}) do
    load[contact] = sight.contact(contact)
    if load[contact] and string.find(value, '^paused:') then
      load[contact].paused = '1'
    end
  end
  return {agent = a, load = load}
end
