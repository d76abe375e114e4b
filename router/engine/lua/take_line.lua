-- An agent rings the resident of what they have in hand: for as long as they speak, it takes their phone as well.
-- A promised call is on their phone already; of it, too, it is kept since when they ring.
--
-- Returns "taken"; or "busy" (all the calls they may hold), "absent" (their phone is not ready), "gone" (not theirs).
-- include: guard, log, contacts, agents, loads, pauses, returns, match
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local agent = ARGV[2]   -- who rings

local PHONE = {channel = 'phone'}

-- After a flush an agent may not have signed in again; they speak all the same.
local function refused(a)
  if not a then
    return false
  end
  if a.phone_ready ~= '1' then
    return 'absent'
  end
  local most = tonumber(string.match(',' .. a.abilities, ',phone:(%d+)') or 0)
  return (agents.weigh(a).held.phone or 0) >= most and 'busy'
end

local function verb(now)
  local c, a = contacts.get(contact), agents.get(agent)
  if not c or c.agent ~= agent or c.state ~= 'active' then
    return 'gone'
  end
  if c.line then
    return 'taken'
  end
  local beside = c.channel ~= 'phone'
  local why = beside and refused(a)
  if why then
    return why
  end
  call('HSET', key.contact .. contact, 'line', ms(now))
  if beside then
    loads.put(agent, contact, 'taken:' .. c.channel .. '+phone')
  end
  log.contact('contact.line_taken', c, now)
  if a and beside then
    a = agents.get(agent)
    pauses.begin(PHONE, a, now)
    match.agent(a, now)
    returns.beside(a, now)
  end
  return 'taken'
end
