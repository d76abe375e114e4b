-- One agent: reading them, moving them along their table, and seating them among those who can be offered something.
-- include: base, relations

local agents = {}

-- Scores of seated agents: how many they have in hand decides, then since when they have been idle.
local IN_HAND_WIDTH = 1e13

function agents.get(id)
  local a = hash(key.agent .. id)
  if a then
    a.id = id
  end
  return a
end

function agents.write(a, changes)
  local fields = {}
  for name, value in pairs(changes) do
    fields[#fields + 1] = name
    fields[#fields + 1] = value
    a[name] = value
  end
  redis.call('HSET', key.agent .. a.id, unpack(fields))
end

-- Move an agent along their table; false when it has no such move.
function agents.move(a, did, now, changes)
  local state = after('agent', a.state, did)
  if not state then
    return false
  end
  changes = changes or {}
  changes.state, changes.since = state, ms(now)
  agents.write(a, changes)
  redis.call(state == 'ready' and 'SADD' or 'SREM', key.staff .. a.profile, a.id)
  return true
end

-- Contacts in hand as {channel = how many}, how many in all, and whether one of them still rings.
local function in_hand(id)
  local held, total, rings = {}, 0, false
  for _, value in ipairs(redis.call('HVALS', key.load .. id)) do
    local how, channel = string.match(value, '^(%a+):(.+)$')
    held[channel] = (held[channel] or 0) + 1
    total = total + 1
    rings = rings or how == 'ringing'
  end
  return held, total, rings
end

local function fits(a, held, rings, channel, most)
  if (held[channel] or 0) >= most or (channel == 'phone' and a.phone_ready ~= '1') then
    return false
  end
  -- One thing rings at a time, but a call may ring beside a text that does.
  if rings and channel ~= 'phone' then
    return false
  end
  for other in pairs(held) do
    if other ~= channel and string.find(a.apart, ',' .. other .. '>' .. channel .. ',', 1, true) then
      return false
    end
  end
  return true
end

-- The channels of which one more may be offered now, as 'phone+sms'.
local function mask(a, held, rings)
  local open = {}
  if a.state == 'ready' then
    for channel, most in string.gmatch(a.takes, '([^,:]+):(%d+)') do
      if fits(a, held, rings, channel, tonumber(most)) then
        open[#open + 1] = channel
      end
    end
  end
  return table.concat(open, '+')
end

local function refresh(group)
  local first = redis.call('ZRANGE', key.group .. group, 0, 0, 'WITHSCORES')
  if first[1] then
    redis.call('ZADD', key.idle_heads, first[2], group)
  else
    redis.call('ZREM', key.idle_heads, group)
  end
end

-- Seat an agent where they belong now. Load is counted afresh each time, so it cannot drift.
function agents.seat(a)
  local held, total, rings = in_hand(a.id)
  local open = mask(a, held, rings)
  local group = open ~= '' and relations.group(a.profile, open, a.skills) or ''
  if a.group ~= '' and a.group ~= group then
    redis.call('ZREM', key.group .. a.group, a.id)
    refresh(a.group)
  end
  if group ~= '' then
    redis.call('ZADD', key.group .. group, ms(total * IN_HAND_WIDTH + tonumber(a.idle_since)), a.id)
    refresh(group)
  end
  agents.write(a, {group = group, mask = open})
end
