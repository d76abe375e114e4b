-- The call to a resident is over, and what it was about stays in hand: the agent's phone is free again.
--
-- Returns "freed", or "gone" when they rang nobody about it.
-- include: guard, log, contacts, agents, loads, pauses, match
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local agent = ARGV[2]   -- who rang

local function verb(now)
  local c = contacts.get(contact)
  if not c or c.agent ~= agent or not c.line then
    return 'gone'
  end
  call('HDEL', key.contact .. contact, 'line')
  log.contact('contact.line_freed', c, now)
  if c.channel == 'phone' then
    return 'freed'
  end
  loads.put(agent, contact, 'taken:' .. c.channel)
  local a = agents.get(agent)
  pauses.over(a or loads.holder(agent), now)
  match.agent(a, now)
  return 'freed'
end
