-- Where a waiting contact stands: in one bucket, by its order key, and on the board's list of its queue.
-- include: base, timers, relations, contacts, plans

local places = {}

local steps_known, remember_steps = memory(2000)

-- '0=b1;60000=b4' → {{0, 'b1'}, {60000, 'b4'}}
local function steps_of(text)
  local steps = {}
  for from, name in string.gmatch(text, '(%d+)=([^;]+)') do
    steps[#steps + 1] = {tonumber(from), name}
  end
  return remember_steps(text, steps)
end

-- The bucket of a route's steps that holds at `age`, and the age at which the next one does.
local function step_at(text, age)
  local bucket
  for _, step in ipairs(steps_known(text) or steps_of(text)) do
    if step[1] > age then
      return bucket, step[1]
    end
    bucket = step[2]
  end
  return bucket, nil
end

function places.personal(channel, agent)
  return '@' .. channel .. '@' .. agent
end

-- The agent a contact has to itself for a while, if they are at work, with a phone for a call, fit, and did not just
-- decline it. What one agent asks another by name is asked of nobody else, whether or not that one is there or has
-- declined.
local function has_preferred(c, age)
  if c.preferred == '' or age >= tonumber(c.preferred_ms) then
    return false
  end
  local agent = call('HMGET', key.agent .. c.preferred, 'state', 'skills', 'abilities', 'phone_ready')
  if not agent[1] or not relations.meets(agent[2], c.hard)
    or not string.find(',' .. agent[3], ',' .. c.channel .. ':', 1, true) then
    return false
  end
  return c.question ~= ''
    or agent[1] == 'ready' and (c.channel ~= 'phone' or agent[4] == '1')
    and not (c.cooled and call('ZSCORE', key.cooled .. c.id, c.preferred))
end

local function is_background(c)
  return tonumber(c.score) >= 2 * BAND_WIDTH
end

-- Where a contact belongs now: c.bucket, c.spot and c.change, the age at which that, or its band, changes. Nothing is
-- written.
function places.find(c, now)
  contacts.whole(c)
  -- Clocks differ a little: a contact may seem to arrive after now.
  local age = math.max(0, now - tonumber(c.arrived))
  c.bucket, c.change = step_at(c.steps, age)
  c.spot = c.bucket
  if has_preferred(c, age) then
    c.spot = places.personal(c.channel, c.preferred)
    c.change = math.min(c.change or math.huge, tonumber(c.preferred_ms))
  end
  -- What is overdue in the background is among what is standard from now on: by its due time, in front of all that is
  -- not late, as that is past; under the other orders by its arrival. Nothing enters live by age.
  if is_background(c) then
    if tonumber(c.due) <= now then
      c.score = ms(tonumber(c.score) - BAND_WIDTH)
      c.promoted = true
    else
      c.change = math.min(c.change or math.huge, tonumber(c.due) - tonumber(c.arrived))
    end
  end
end

-- The board's list. Questions that agents ask stand on one of their own: nobody counts them among those who wait.
local function queue_of(c)
  return c.service .. '|' .. (c.question == '' and c.channel or 'question')
end

local function stand(c)
  call('ZADD', key.bucket .. c.place, c.score, c.id)
  call('ZADD', key.heads, 'LT', c.score, c.place)
  local queue = queue_of(c)
  if call('ZADD', key.queue .. queue, c.due, c.id) == 1 then
    call('SADD', key.queues, queue)
  end
  if c.change then
    timers.set('step', c.id, '', tonumber(c.arrived) + c.change)
  end
end

-- Put a contact where `find` found it. Its order key comes from its arrival, so it stands where it always stood.
function places.put(c)
  c.place = c.spot
  call('HSET', key.contact .. c.id, 'bucket', c.bucket, 'place', c.place, 'score', c.score)
  stand(c)
end

-- The same for one that is written with it. What is the same as another field is left out: a million may wait. It has
-- waited since it arrived, and its bucket is its place.
function places.begin(c)
  c.place = c.spot
  if c.place == c.bucket then
    call('HSET', key.contact .. c.id, 'state', c.state, 'place', c.place, plans.fields(c))
  else
    call('HSET', key.contact .. c.id, 'state', c.state, 'place', c.place, 'bucket', c.bucket, plans.fields(c))
  end
  plans.rest(c)
  stand(c)
end

-- Take a contact from where it stands.
function places.take(c, now)
  contacts.whole(c)
  call('ZREM', key.bucket .. c.place, c.id)
  -- Whoever took the head knows the order key of the one behind it.
  local first = c.behind or call('ZRANGE', key.bucket .. c.place, 0, 0, 'WITHSCORES')[2] or ''
  if first ~= '' then
    call('ZADD', key.heads, first, c.place)
  else
    call('ZREM', key.heads, c.place)
  end
  call('ZREM', key.queue .. queue_of(c), c.id)
  if c.preferred ~= '' or string.find(c.steps, ';', 1, true) or is_background(c) then
    timers.cancel('step', c.id, '')
  end
  -- Whoever is held for it is looked at afresh, at the next moment: see `holds.let_go`.
  if c.hold then
    call('HDEL', key.contact .. c.id, 'hold')
    timers.set('hold', '', c.hold, now + 1)
    c.hold = nil
  end
  c.place = ''
end
