-- A route plan, from JSON, as a contact's fields. Requirements become the names of their buckets.
-- include: base, relations

local plans = {}

function plans.read(text)
  local p = cjson.decode(text)
  p.steps = string.gsub(p.steps, '=([^;]*)', function(requirement)
    return '=' .. relations.bucket(requirement)
  end)
  return p
end

-- Write a plan on a contact, new or known.
function plans.write(c, p)
  local fields = {}
  for name, value in pairs(p) do
    if name ~= 'id' then
      fields[#fields + 1] = name
      fields[#fields + 1] = value
      c[name] = value
    end
  end
  redis.call('HSET', key.contact .. c.id, unpack(fields))
  redis.call('ZADD', key.open, p.score, c.id)
end

-- A contact that is new here, with nobody's hands on it yet.
function plans.begin(p)
  redis.call('DEL', key.contact .. p.id)
  local c = {id = p.id, state = 'arrived'}
  p.agent, p.epoch, p.place, p.offer = '', '', '', ''
  plans.write(c, p)
  return c
end

-- What the log keeps of why a contact stands where it does.
function plans.facts(c)
  return {
    channel = c.channel, service = c.service, band = c.band, arrived = tonumber(c.arrived), due = tonumber(c.due),
    requirement = redis.call('HGET', key.requirements, c.bucket), preferred = c.preferred ~= '' and c.preferred or nil,
    reason = c.reason,
  }
end
