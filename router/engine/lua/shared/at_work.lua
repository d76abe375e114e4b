-- Who is at work: agents who are ready, busy or not, by the group that is theirs with empty hands. It says what they
-- know and which channels they take; calls are taken by whoever has a phone that is ready.
-- include: base, relations

local at_work = {}

local masks_known, remember_mask = memory(2000)

-- The channels of somebody with empty hands, 'phone+sms'.
local function mask_of(abilities, phone_ready)
  local text = abilities .. phone_ready
  local known = masks_known(text)
  if known then
    return known
  end
  local channels = {}
  for channel, most in string.gmatch(string.match(abilities, '^[^ ]*'), '([^,:]+):(%d+)') do
    if tonumber(most) > 0 and (channel ~= 'phone' or phone_ready == '1') then
      channels[#channels + 1] = channel
    end
  end
  return remember_mask(text, table.concat(channels, '+'))
end

-- The group under which an agent is at work; '' while they are not.
function at_work.group(a)
  return a.state == 'ready' and a.profile .. '.' .. mask_of(a.abilities, a.phone_ready) or ''
end

-- The groups under which they may be: with a phone that is ready, and without.
function at_work.groups(a)
  local with, without = mask_of(a.abilities, '1'), mask_of(a.abilities, '0')
  local groups = {a.profile .. '.' .. with}
  if without ~= with then
    groups[2] = a.profile .. '.' .. without
  end
  return groups
end

-- Something about an agent has changed. Their group is made known: it may be that nobody was ever seated in it, as
-- after a flush while all are on calls, and whoever asks who could serve something finds them by it.
function at_work.change(a, was, skills)
  local group = at_work.group(a)
  if group == was then
    return
  end
  if was ~= '' then
    call('SREM', key.staff .. was, a.id)
  end
  if group ~= '' then
    call('SADD', key.staff .. group, a.id)
    local profile, mask = string.match(group, '^([^.]*)%.(.*)$')
    relations.group(profile, mask, skills(a))
  end
end
