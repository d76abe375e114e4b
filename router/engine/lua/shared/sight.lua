-- A contact, and an agent with all that they hold, for screens and dumps. What is not written is spelt out as empty.
-- include: loads

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

-- Nothing of whoever has not signed in since a flush.
function sight.hash_of(agent)
  local a = hash(key.agent .. agent)
  return a and a.state and a
end

function sight.agent(id)
  local a = sight.hash_of(id)
  if not a then
    return nil
  end
  local load = {}
  for contact, value in pairs(loads.rows(a.load or '')) do
    load[contact] = sight.contact(contact)
    if load[contact] and string.find(value, '^paused:') then
      load[contact].paused = '1'
    end
  end
  return {agent = a, load = load}
end
