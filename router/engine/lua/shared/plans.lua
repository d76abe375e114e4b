-- A route plan, from its text, as a contact's fields. Requirements become the names of their buckets.
-- include: base, relations, contacts

local plans = {}

local F = '(%C*)\31'
local TEXT = '^' .. F .. F .. F .. F .. F .. F .. F .. F .. F .. F .. F .. F .. F .. F .. F .. '(%C*)$'

-- '0=phone|highways:2;60000=phone|' → '0=b1;60000=b4', looked up whole once it is known.
local function with_buckets(steps)
  local known = route_seen(steps)
  if known then
    return known
  end
  known = call('HGET', key.routes, steps)
  if not known then
    known = string.gsub(steps, '=([^;]*)', function(requirement)
      return '=' .. relations.bucket(requirement)
    end)
    call('HSET', key.routes, steps, known)
  end
  return keep_route(steps, known)
end

-- A contact that is not written yet.
function plans.read(text)
  local id, channel, service, arrived, due, score, hard, preferred, preferred_ms, rules, offer_ms, wrap_ms, bundle,
    _, steps, question = string.match(text, TEXT)
  if not id then
    error('ILLEGAL a plan that is not one')
  end
  return {
    id = id, channel = channel, service = service, arrived = arrived, due = due, score = score, hard = hard,
    preferred = preferred, preferred_ms = preferred_ms, rules = rules, offer_ms = offer_ms, wrap_ms = wrap_ms,
    bundle = bundle, question = question, steps = with_buckets(steps), text = text, is_new = true, agent = '',
    epoch = '', place = '', state = false, bucket = false, spot = false, change = false, offer = false,
  }
end

-- What every plan has, as fields and values. What changes stands in front of it: fields are looked for from the first
-- on, so those that every verb asks for take half the time there.
function plans.fields(c)
  return 'rules', c.rules, 'channel', c.channel, 'score', c.score, 'steps', c.steps, 'service', c.service,
    'arrived', c.arrived, 'due', c.due, 'wrap_ms', c.wrap_ms, 'offer_ms', c.offer_ms
end

-- The rest of it. What is empty is left out: a million may wait.
function plans.rest(c)
  if not c.is_new or c.hard ~= '' or c.preferred ~= '' or c.bundle ~= '' then
    call('HSET', key.contact .. c.id, 'hard', c.hard, 'preferred', c.preferred, 'preferred_ms', c.preferred_ms,
      'bundle', c.bundle)
    if c.bundle ~= '' then
      call('SADD', key.bundle .. c.bundle, c.id)
    end
  end
  if c.question ~= '' then
    call('HSET', key.contact .. c.id, 'question', c.question)
  end
  c.is_new = false
end

local OF_A_PLAN = {
  'channel', 'service', 'due', 'score', 'hard', 'preferred', 'preferred_ms', 'rules', 'offer_ms', 'wrap_ms', 'bundle',
  'question', 'steps',
}

-- Whether a known contact has this very plan already.
function plans.holds(c, p)
  contacts.whole(c)
  for _, name in ipairs(OF_A_PLAN) do
    if c[name] ~= p[name] then
      return false
    end
  end
  return true
end

-- A known contact gets another plan; its arrival stays.
function plans.over(c, p)
  contacts.whole(c)
  if c.bundle ~= p.bundle and c.bundle ~= '' then
    call('SREM', key.bundle .. c.bundle, c.id)
  end
  -- What is no question any more waits among the rest, and is looked for there.
  if c.question ~= '' and p.question == '' then
    call('HDEL', key.contact .. c.id, 'question')
  end
  p.arrived = c.arrived
  for _, name in ipairs(OF_A_PLAN) do
    c[name] = p[name]
  end
  call('HSET', key.contact .. c.id, plans.fields(c))
  plans.rest(c)
end

-- What the log keeps of why a contact stands where it does: the plan as it was given.
function plans.facts(c)
  return {plan = c.text}
end
