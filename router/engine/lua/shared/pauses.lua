-- Written work that a live contact breaks off: it stays in its agent's hands, and goes on when the live one is over.
-- include: base, log, contacts, agents, loads

local pauses = {}

local LIVE_CHANNELS = {phone = true, walk_in = true, chat = true}

local function turn(a, from, to, event, now, applies)
  for id, value in pairs(loads.rows(a.load)) do
    local how, channel = string.match(value, '^(%a+):(.+)$')
    if how == from and applies(channel) then
      a.load = loads.write(a.id, loads.with(a.load, id, to .. ':' .. channel))
      log.contact(event, contacts.get(id), now)
    end
  end
  a.held = false
end

-- A live contact `c` was accepted: what may be broken off is.
function pauses.begin(c, a, now)
  local breaks_off = LIVE_CHANNELS[c.channel] and string.match(a.abilities, ' ([^ ]+)$')
  if breaks_off then
    turn(a, 'taken', 'paused', 'contact.interrupted', now, function(channel)
      return string.find(breaks_off, ',' .. channel .. ',', 1, true)
    end)
  end
end

-- Whether something live is in an agent's hands, for which written work may be broken off.
function pauses.has_live(a)
  for channel in pairs(agents.weigh(a).held) do
    if LIVE_CHANNELS[channel] then
      return true
    end
  end
  return false
end

-- Something is off this agent's hands: what was broken off goes on, unless another live contact is among the rest.
function pauses.over(a, now)
  if not agents.weigh(a).paused or pauses.has_live(a) then
    return
  end
  turn(a, 'paused', 'taken', 'contact.resumed', now, function()
    return true
  end)
end

-- Everybody is back in their place after a flush: what was broken off goes on where that which broke it off is gone.
function pauses.settle(now)
  local holders = call('SMEMBERS', key.holders)
  table.sort(holders)
  for _, agent in ipairs(holders) do
    pauses.over(loads.holder(agent), now)
  end
end
