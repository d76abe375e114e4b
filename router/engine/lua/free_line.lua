-- The call to a resident is over, and what it was about stays in hand: the agent's phone is free again.
--
-- Returns "freed", or "gone" when it did not take their phone beside its own channel.
-- include: guard, log, contacts, agents, pauses, match
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local agent = ARGV[2]   -- who rang

local function verb(now)
  local c = contacts.get(contact)
  local value = call('HGET', key.load .. agent, contact) or ''
  if not c or not string.find(value, '+phone', 1, true) then
    return 'gone'
  end
  call('HSET', key.load .. agent, contact, 'taken:' .. c.channel)
  log.contact('contact.line_freed', c, now)
  local a = agents.get(agent)
  if a then
    pauses.over(a, now)
    match.agent(a, now)
  end
  return 'freed'
end
