-- After a consultation a contact goes from one agent's hands into a colleague's, who took the contact of the
-- consultation: that one ends, and nobody is rung.
--
-- Returns "accepted"; "unfit" when the colleague lacks a skill that is never given up, and nothing changes; "gone" when
-- either of the two is not held as it should be, or the second is no question of an agent: nobody's own call ends by
-- it.
-- include: guard, log, timers, contacts, agents, relations, loads, offers, talks, match
local prefix = KEYS[1]       -- the division's tagged prefix
local contact = ARGV[1]      -- which contact
local agent = ARGV[2]        -- who hands it over
local consultation = ARGV[3] -- the contact by which the colleague was asked

local function verb(now)
  local c, asked = contacts.get(contact), contacts.get(consultation)
  if not c or c.state ~= 'active' or c.agent ~= agent or not asked or asked.state ~= 'active'
    or asked.question == '' then
    return 'gone'
  end
  local to = asked.agent
  if c.channel ~= asked.channel or to == agent then
    return 'gone'
  end
  -- They may have been asked for less than the contact itself can never do without.
  local colleague = agents.get(to)
  if not relations.meets(colleague and agents.skills(colleague) or '', contacts.whole(c).hard) then
    return 'unfit'
  end
  -- The contact itself goes on, and so does its time: only the question's is over.
  talks.owe(asked, now)
  loads.drop(to, asked.id)
  contacts.finish(asked, 'close', now, 'merged')
  log.contact('contact.closed', asked, now, {outcome = 'merged', into = c.id})
  local from = offers.release(c, now)
  c.agent, c.epoch = to, ms(call('INCR', key.epoch))
  contacts.move(c, 'hand_over', now, 'agent', to, 'epoch', c.epoch)
  loads.put(to, c.id, 'taken:' .. c.channel)
  log.contact('contact.handed_over', c, now, {from = agent, consultation = asked.id})
  match.agent(agents.get(to), now)
  match.agent(from, now)
  return 'accepted'
end
