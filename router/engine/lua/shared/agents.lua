-- One agent: reading them, moving them along their table, and seating them among those who can be offered something.
-- include: base, relations, loads, at_work

local agents = {}

-- Scores of seated agents: how many they have in hand decides, then since when they have been idle.
local IN_HAND_WIDTH = 1e12
local IDLE_FROM = 1735689600000 -- 2025 began; idle times are counted from then, so that a tier fits in front of them
local LIVE = {phone = true, walk_in = true, chat = true}

-- `abilities` is what they may take, in one text: takes, apart and breaks_off of `sign_in`.
function agents.get(id)
  local v = call('HMGET', key.agent .. id, 'state', 'abilities', 'phone_ready', 'profile', 'group', 'idle_since',
    'hold', 'cools', 'load', 'hold_for')
  if not v[1] then
    return nil
  end
  return {
    id = id, state = v[1], abilities = v[2], phone_ready = v[3], profile = v[4], group = v[5] or '',
    idle_since = v[6], hold = v[7] or '', cools = v[8], load = v[9] or '', changes = false, freed = false, held = false,
    total = 0, rings = false, hold_for = v[10] or '',
  }
end

function agents.skills(a)
  a.skills = a.skills or call('HGET', key.agent .. a.id, 'skills')
  return a.skills
end

function agents.write(a, changes)
  local fields, was = {}, at_work.group(a)
  for name, value in pairs(changes) do
    fields[#fields + 1] = name
    fields[#fields + 1] = value
    a[name] = value
  end
  call('HSET', key.agent .. a.id, unpack(fields))
  at_work.change(a, was, agents.skills)
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
  return true
end

-- What they have in hand, counted from a.load: a.held = {channel = how many}, a.total, a.rings, a.paused. Whoever
-- changes the load sets a.held to false.
function agents.weigh(a)
  if not a.held then
    a.held, a.total, a.rings, a.paused = {}, 0, false, false
    for how, channel in string.gmatch(a.load, '=(%a+):([^,]+)') do
      a.total = a.total + 1
      -- A text whose resident is on the phone is `sms+phone`.
      for each in string.gmatch(channel, '[^+]+') do
        a.held[each] = (a.held[each] or 0) + 1
      end
      a.rings = a.rings or how == 'ringing'
      a.paused = a.paused or how == 'paused'
    end
  end
  return a
end

-- Whether one more of `channel` may be offered, and if not, whether only what is held beside it stands in the way.
local function fits(a, channel, most, apart, breaks_off)
  if (a.held[channel] or 0) >= most or (channel == 'phone' and a.phone_ready ~= '1') then
    return false, false
  end
  -- One thing rings at a time, but a call may ring beside a text that does.
  if a.rings and channel ~= 'phone' then
    return false, false
  end
  for other in pairs(a.held) do
    if other ~= channel and string.find(apart, ',' .. other .. '>' .. channel .. ',', 1, true) then
      if not (LIVE[channel] and string.find(breaks_off, ',' .. other .. ',', 1, true)) then
        return false, true
      end
    end
  end
  return true, false
end

local function work_out(a, holds)
  local open, blocked = '', ''
  local takes, apart, breaks_off = string.match(a.abilities, '^([^ ]*) ([^ ]*) ([^ ]*)$')
  for channel, most in string.gmatch(takes, '([^,:]+):(%d+)') do
    local yes, only_apart = fits(a, channel, tonumber(most), apart, breaks_off)
    if yes and (LIVE[channel] or not holds) then
      open = open == '' and channel or open .. '+' .. channel
    elseif only_apart and LIVE[channel] then
      blocked = blocked == '' and channel or blocked .. '+' .. channel
    end
  end
  return {open, blocked}
end

local worked_out, remember = memory(2000)

-- The channels of which one more may be offered now, as 'phone+sms', and the live ones that only wait for empty hands.
function agents.open(a, now)
  if a.state ~= 'ready' then
    return '', ''
  end
  agents.weigh(a)
  local holds = a.hold_for ~= '' and tonumber(a.hold) > now
  local found
  if a.total == 0 then
    local text = a.abilities .. a.phone_ready .. (holds and 'h' or '')
    found = worked_out(text) or remember(text, work_out(a, holds))
  elseif a.total == 1 and not next(a.held, (next(a.held))) then
    local text = a.abilities .. a.phone_ready .. (holds and 'h' or '') .. (a.rings and 'r' or '') .. next(a.held)
    found = worked_out(text) or remember(text, work_out(a, holds))
  else
    found = work_out(a, holds)
  end
  return found[1], found[2]
end

-- A group is compared with all requirements the first time it is seen; true when that was now.
function agents.is_new_group(a, open)
  local group = a.profile .. '.' .. open
  if group_seen(group) then
    return false
  end
  local is_new = call('SISMEMBER', key.groups, group) == 0
  if is_new then
    relations.group(a.profile, open, agents.skills(a))
  end
  return keep_group(group, true) and is_new
end

-- The group of this agent with these channels.
function agents.group(a, open)
  local group = open ~= '' and a.profile .. '.' .. open or ''
  if group ~= '' and group ~= a.group then
    agents.is_new_group(a, open)
  end
  return group
end

-- A group stands among the others by its tier, and by its first: who has least in hand, and is idle longest.
local function refresh(group)
  local first = call('ZRANGE', key.group .. group, 0, 0, 'WITHSCORES')
  if first[1] then
    call('ZADD', key.idle_heads, ms(relations.tier_of_group(group) + tonumber(first[2])), group)
  else
    call('ZREM', key.idle_heads, group)
  end
end

-- Everybody's tier afresh, when the division picks its agents in another way.
function agents.refresh_all()
  for _, group in ipairs(call('ZRANGE', key.idle_heads, 0, -1)) do
    refresh(group)
  end
end

-- Seat an agent where they belong, with `open` channels; `popped` when they were taken from their group already.
-- With a.changes, what they have in hand is written with it; with a.freed as well, since when they have been idle.
function agents.seat(a, open, popped)
  local group, was = agents.group(a, open), a.group
  if was ~= '' and (popped or was ~= group) then
    if not popped then
      call('ZREM', key.group .. was, a.id)
    end
    refresh(was)
  end
  if group ~= '' then
    local score = agents.weigh(a).total * IN_HAND_WIDTH + tonumber(a.idle_since) - IDLE_FROM
    call('ZADD', key.group .. group, ms(score), a.id)
    if group == was then
      refresh(group)
    else
      call('ZADD', key.idle_heads, 'LT', ms(relations.tier_of_group(group) + score), group)
    end
  end
  a.group = group
  if a.freed then
    call('HSET', key.agent .. a.id, 'group', group, 'idle_since', a.idle_since, 'load', a.load)
  elseif a.changes and was ~= group then
    call('HSET', key.agent .. a.id, 'group', group, 'load', a.load)
  elseif a.changes then
    call('HSET', key.agent .. a.id, 'load', a.load)
  elseif was ~= group then
    call('HSET', key.agent .. a.id, 'group', group)
  end
  a.changes, a.freed = false, false
end

-- Whether their group says that they may take one more of a channel.
function agents.may_take(a, channel)
  return string.find('+' .. (string.match(a.group, '%.(.*)$') or '') .. '+', '+' .. channel .. '+', 1, true)
end
