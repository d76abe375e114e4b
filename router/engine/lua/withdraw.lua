-- Nobody is to be offered this any more, most often because the resident left: the ring stops, without a strike.
--
-- Returns "withdrawn" and whose desk it rang at, if any; or "gone" (no such contact, in an agent's hands, or ended).
-- include: guard, contacts, ends
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which contact
local reason = ARGV[2]  -- its outcome: abandoned, voicemail…
local into = ARGV[3]    -- of one that is merged: the contact it is now part of, or ''

-- What a contact is joined to must itself go on: of two that are joined to each other at once, one stays, and none is
-- joined to itself.
local function goes_on(id)
  local other = id ~= contact and contacts.get(id)
  return id == '' or other and other.state ~= 'closed'
end

local function verb(now)
  local c = contacts.get(contact)
  if c and c.state == 'closed' then
    local was = call('HMGET', key.contact .. c.id, 'outcome', 'into')
    -- Of two who would join it to different contacts, one does.
    local same = was[1] == reason and (into == '' or (was[2] or '') == into)
    return {same and 'withdrawn' or 'gone', ''}
  end
  local done, agent = false, ''
  if c and goes_on(into) then
    if into ~= '' and after('contact', c.state, 'withdraw') then
      call('HSET', key.contact .. c.id, 'into', into)
    end
    done, agent = ends.withdraw(c, now, reason, into ~= '' and {into = into} or nil)
  end
  return {done and 'withdrawn' or 'gone', done and agent or ''}
end
