-- What an agent held, or what rang at their desk, goes back to its place, and both sides are matched again.
-- include: base, log, contacts, places, agents, relations, loads, offers, cooling, holds, match

local returns = {}

-- A contact that is in nobody's hands: to whoever is free for it, or to its place.
function returns.seek(c, now)
  places.find(c, now)
  if not match.contact(c, now) then
    places.put(c)
  end
end

-- `did` is the contact's move. `o`: event to log, reason, whether the two cool down, the offer's own move, more facts.
function returns.to_place(c, did, now, o)
  local agent = c.agent
  if o.offer then
    offers.advance(c, o.offer)
  end
  local a = offers.release(c, now)
  if a then
    loads.write(a.id, a.load)
    if a.freed then
      call('HSET', key.agent .. a.id, 'idle_since', a.idle_since)
    end
  end
  if o.cool then
    cooling.start(c, agent, now)
  end
  contacts.move(c, did, now, 'agent', '', 'deadline', '', 'offer', c.offer or '')
  c.agent = ''
  local facts = o.facts or {}
  facts.reason, facts.offer = o.reason, c.offer
  log.contact(o.event, c, now, facts, agent)
  returns.seek(c, now)
  match.agent(agents.get(agent), now)
end

-- All that rings at an agent's desk, or what of it `applies`, goes back without a strike.
function returns.ringing(a, now, o, applies)
  for id, value in pairs(loads.of(a.id)) do
    if string.sub(value, 1, 8) == 'ringing:' then
      local c = contacts.get(id)
      if not applies or applies(c) then
        returns.to_place(c, 'return', now, o)
      end
    end
  end
end

-- Whether they have the skills for one that rings. Of whoever it is kept for, only what is never given up is asked.
function returns.suits(a, c, now)
  contacts.whole(c)
  local is_kept = c.preferred == a.id and now - tonumber(c.arrived) < tonumber(c.preferred_ms)
  local needs = is_kept and c.hard or call('HGET', key.requirements, c.bucket) or ''
  local skills = agents.skills(a)
  return relations.meets(skills, c.hard) and relations.meets(skills, needs)
end

-- Whether one that rings would ring there still, beside what is in hand and what else rings on its channel.
function returns.fits(a, c, now)
  local rest = ''
  for id, value in pairs(loads.rows(a.load)) do
    if id ~= c.id and (string.sub(value, 1, 8) ~= 'ringing:' or value == 'ringing:' .. c.channel) then
      rest = loads.with(rest, id, (string.gsub(value, '^ringing', 'taken')))
    end
  end
  local beside = {state = 'ready', abilities = a.abilities, phone_ready = a.phone_ready, hold_for = '', load = rest}
  return string.find('+' .. agents.open(beside, now) .. '+', '+' .. c.channel .. '+', 1, true)
end

-- They took something: what rings and would not be offered beside it goes back without a strike.
function returns.beside(a, now)
  if string.find(a.load, '=ringing:', 1, true) then
    returns.ringing(a, now, {event = 'offer.withdrawn', offer = 'withdraw', reason = 'something else in hand'},
      function(c)
        return not returns.fits(agents.get(a.id), c, now)
      end)
  end
end

-- Their phone is away, and they are seated so: no call rings there, or waits for them alone.
function returns.without_phone(a, now)
  returns.ringing(a, now, {event = 'offer.unreachable', offer = 'not_reached', reason = 'their phone went away'},
    function(c)
      return c.channel == 'phone'
    end)
  returns.waiting(a.id, 'phone:1', now)
end

-- Those who wait for one agent alone, who is not, or may no longer be, the one for them: the first in line first. Of
-- the channels in `abilities`, as that agent's were.
function returns.waiting(agent, abilities, now)
  local rows = {}
  for channel in string.gmatch(string.match(abilities, '^[^ ]*'), '([^,:]+):') do
    local flat = call('ZRANGE', key.bucket .. places.personal(channel, agent), 0, -1, 'WITHSCORES')
    for i = 1, #flat, 2 do
      rows[#rows + 1] = {id = flat[i], score = tonumber(flat[i + 1])}
    end
  end
  table.sort(rows, function(one, other)
    return one.score < other.score or (one.score == other.score and one.id < other.id)
  end)
  for _, row in ipairs(rows) do
    local c = contacts.get(row.id)
    places.take(c, now)
    returns.seek(c, now)
  end
end

-- An agent who was ready is so no more: nobody is kept for them. What rings goes on without a strike, see `ringing`.
function returns.stopped(a, now, o)
  holds.let_go(a, now)
  agents.seat(a, '')
  returns.ringing(a, now, o)
  returns.waiting(a.id, a.abilities, now)
end
