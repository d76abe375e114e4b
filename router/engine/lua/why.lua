-- All that explains why a contact is where it is: itself with its route spelt out, who is here, and who cools down.
--
-- Returns JSON; or nothing. It looks at `most` agents at most, those who could serve it first, however many wait.
-- reads only
-- include: sight
local prefix = KEYS[1]  -- the division's tagged prefix
local contact = ARGV[1] -- which
local most = ARGV[2]    -- agents at most

local function spelt_out(steps)
  return (string.gsub(steps or '', '=([^;]+)', function(bucket)
    return '=' .. (call('HGET', key.requirements, bucket) or '')
  end))
end

-- Those at work who could serve what waits in a bucket, and their number.
local function able(bucket)
  local ids, count = {}, 0
  for _, group in ipairs(call('ZRANGE', key.served_by .. bucket, 0, -1)) do
    count = count + call('SCARD', key.staff .. group)
    if #ids < tonumber(most) then
      for _, id in ipairs(call('SRANDMEMBER', key.staff .. group, tonumber(most) - #ids)) do
        ids[#ids + 1] = id
      end
    end
  end
  return ids, count
end

local function verb(now)
  local c = sight.contact(contact)
  if not c then
    return nil
  end
  local told = {
    at = ms(now), contact = c, steps = spelt_out(c.steps), agents = {}, cooled = {}, paused = is_paused(now),
  }
  if c.state ~= 'waiting' then
    if c.agent ~= '' then
      told.agents[c.agent] = sight.agent(c.agent)
    end
    return cjson.encode(told)
  end
  local ids
  ids, told.able = able(c.bucket)
  told.known = call('SCARD', key.agents)
  if #ids < tonumber(most) then
    for _, id in ipairs(call('SRANDMEMBER', key.agents, tonumber(most))) do
      ids[#ids + 1] = id
    end
  end
  if c.preferred ~= '' then
    table.insert(ids, 1, c.preferred)
  end
  local listed = 0
  for _, id in ipairs(ids) do
    if listed < tonumber(most) and not told.agents[id] then
      told.agents[id] = sight.agent(id)
      listed = listed + 1
    end
  end
  local cold = call('ZRANGE', key.cooled .. contact, 0, tonumber(most), 'WITHSCORES')
  for i = 1, #cold, 2 do
    told.cooled[cold[i]] = cold[i + 1]
  end
  return cjson.encode(told)
end
