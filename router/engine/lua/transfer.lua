-- An agent passes a contact on: under another plan (a service, or a colleague by name), at its original place.
--
-- Returns "returned", or "gone" when it is not in this agent's hands. It is not offered to them for a minute.
-- include: guard, plans, contacts, talks, returns
local prefix = KEYS[1] -- the division's tagged prefix
local plan = ARGV[1]   -- the new route plan's text
local agent = ARGV[2]  -- who passes it on
local reason = ARGV[3] -- why, in a word

local function verb(now)
  local p = plans.read(plan)
  local c = contacts.get(p.id)
  if not c or c.agent ~= agent or not after('contact', c.state, 'transfer') then
    return 'gone'
  end
  talks.owe(c, now)
  plans.over(c, p)
  returns.to_place(c, 'transfer', now, {
    event = 'contact.transferred', cool = c.preferred ~= agent, reason = reason, facts = plans.facts(p),
  })
  return 'returned'
end
