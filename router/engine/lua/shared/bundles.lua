-- A resident's open contacts about one matter: whoever accepts one of them gets the others with it.
-- include: base, log, contacts, places, agents, loads, relations, offers, talks, timers

local bundles = {}

local KEPT_FOR_MS = 600000

-- In hand at once, as if it had been offered and accepted: as many as the agent may hold.
local function take(c, a, now)
  offers.make(c, a, now, '\tmatched=bundle')
  timers.cancel('offer', c.id, a.id)
  a.load, a.changes = loads.with(a.load, c.id, 'taken:' .. c.channel), true
  offers.advance(c, 'accept')
  contacts.advance(c, 'accept')
  log.contact('offer.accepted', c, now)
  talks.connected(c, now)
  a.held = false
end

-- What does not fit in their hands waits for this agent alone for a while.
local function keep(c, a, now)
  local kept_ms = now - tonumber(c.arrived) + KEPT_FOR_MS
  places.take(c, now)
  c.preferred, c.preferred_ms = a.id, ms(kept_ms)
  call('HSET', key.contact .. c.id, 'preferred', a.id, 'preferred_ms', c.preferred_ms)
  places.find(c, now)
  places.put(c)
  log.contact('contact.kept', c, now, {preferred = a.id, preferred_ms = kept_ms}, a.id)
end

function bundles.take_along(c, a, now)
  if c.bundle == '' then
    return
  end
  local ids = call('SMEMBERS', key.bundle .. c.bundle)
  table.sort(ids)
  a.held = false
  for _, id in ipairs(ids) do
    local other = id ~= c.id and contacts.get(id)
    if other and other.state == 'waiting' and other.channel ~= 'phone'
      and string.find(',' .. a.abilities, ',' .. other.channel .. ':', 1, true)
      and relations.meets(agents.skills(a), contacts.whole(other).hard)
      and not call('ZSCORE', key.cooled .. id, a.id) then
      if string.find('+' .. agents.open(a, now) .. '+', '+' .. other.channel .. '+', 1, true) then
        take(other, a, now)
      else
        keep(other, a, now)
      end
    end
  end
end
