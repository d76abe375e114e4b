-- Parts of the state, a page at a time, each with all that is needed to judge it.
-- include: base, around

local slices = {}

local state -- what is told
local limit -- how many are looked at

-- Everybody who waits stands in one bucket and on one queue, so there are as many in the ones as on the others.
local function count()
  local standing, queued = 0, 0
  for _, bucket in ipairs(call('ZRANGE', key.heads, 0, -1)) do
    standing = standing + call('ZCARD', key.bucket .. bucket)
  end
  for _, name in ipairs(call('SMEMBERS', key.queues)) do
    queued = queued + call('ZCARD', key.queue .. name)
  end
  return {standing = standing, queued = queued}
end

-- Some of those who wait on the queue with this number; answers where to go on.
function slices.queue(at, start)
  local queues = call('SMEMBERS', key.queues)
  table.sort(queues)
  if not queues[at] then
    return 'agents 0 0'
  end
  local ids = call('ZRANGE', key.queue .. queues[at], start, start + limit - 1)
  for _, id in ipairs(ids) do
    around.contact(id)
  end
  return #ids < limit and 'queue ' .. (at + 1) .. ' 0' or 'queue ' .. at .. ' ' .. (start + limit)
end

-- Some agents.
function slices.agents(at)
  local found = call('SSCAN', key.agents, at, 'COUNT', limit)
  for _, id in ipairs(found[2]) do
    around.agent(id)
  end
  return found[1] == '0' and 'aside 1 0' or 'agents ' .. found[1] .. ' 0'
end

-- Some of what is put aside.
function slices.aside(start)
  local ids = call('ZRANGE', key.aside, start, start + limit - 1)
  for _, id in ipairs(ids) do
    around.contact(id)
  end
  if #ids == limit then
    return 'aside 1 ' .. (start + limit)
  end
  state.counts = count()
  return 'timers 1 0'
end

local function some_of(name, ...)
  local values, row = call('HMGET', name, ...), {}
  for i, field in ipairs({...}) do
    row[field] = values[i] or nil
  end
  return row
end

local DEADLINES = 10 -- for each that is looked at elsewhere: of whose they are no more is told than says what they mean

-- Some deadlines.
function slices.timers(start)
  local most, whose = DEADLINES * limit, {contacts = {}, agents = {}}
  local flat = call('ZRANGE', key.timers, start, start + most - 1, 'WITHSCORES')
  for i = 1, #flat, 2 do
    local kind, contact, agent = string.match(flat[i], '^([^|]*)|([^|]*)|(.*)$')
    state.timers[flat[i]] = flat[i + 1]
    if kind == 'cool' then
      around.pair(contact, agent)
    elseif contact ~= '' then
      whose.contacts[contact] = some_of(key.contact .. contact, 'state', 'agent')
    elseif agent ~= '' then
      whose.agents[agent] = some_of(key.agent .. agent, 'state', 'hold_for', 'phone_ready')
    end
  end
  state.whose = whose
  return #flat == 2 * most and 'timers 1 ' .. (start + most) or ''
end

-- Begin with nothing.
function slices.begin(now, most)
  limit, state = tonumber(most), around.begin(now)
end

-- What was looked at, with the first of every bucket that was met on the way.
function slices.told(next_one)
  around.firsts()
  state.next = next_one
  return cjson.encode(state)
end
