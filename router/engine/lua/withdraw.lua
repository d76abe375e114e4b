-- Nobody is to be offered this any more, most often because the resident left: the ring stops, without a strike.
--
-- Returns "withdrawn" and whose desk it rang at, if any; or "gone" (no such contact, in an agent's hands, or ended).
-- include: guard, contacts, ends
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local reason = ARGV[2]  -- its outcome: abandoned, voicemail…
local into = ARGV[3]    -- of one that is merged: the contact it is now part of, or ''

local function verb(now)
  local c = contacts.get(contact)
  if c and c.state == 'closed' and call('HGET', key.contact .. c.id, 'outcome') == reason then
    return {'withdrawn', ''}
  end
  local done, agent = false, ''
  if c then
    done, agent = ends.withdraw(c, now, reason, into ~= '' and {into = into} or nil)
  end
  return {done and 'withdrawn' or 'gone', done and agent or ''}
end
