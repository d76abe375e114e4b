-- The yardstick of a match: an agent got free, so walk those who wait in their order, and take the first whose
-- requirement the agent meets. Nothing is slowed down: ids come a thousand at a time, and the agent's skills are read
-- once.
--
-- Returns the contact, or nothing.
local prefix = KEYS[1] -- the yardstick's own tagged prefix
local agent = ARGV[1]  -- who got free
local skills = ARGV[2] -- highways:3,libraries:2

local AT_ONCE = 1000

local function levels()
  local has = {}
  for skill, level in string.gmatch(skills, '([^,:]+):(%d+)') do
    has[skill] = tonumber(level)
  end
  return has
end

local function meets(has, requirement)
  for skill, level in string.gmatch(requirement, '([^,:|]+):(%d+)') do
    if (has[skill] or 0) < tonumber(level) then
      return false
    end
  end
  return true
end

local function verb()
  local call, has, from = redis.call, levels(), 0
  while true do
    local ids = call('ZRANGE', prefix .. 'waiting', from, from + AT_ONCE - 1)
    if #ids == 0 then
      return nil
    end
    for _, id in ipairs(ids) do
      if meets(has, call('HGET', prefix .. 'contact:' .. id, 'requirement')) then
        call('ZREM', prefix .. 'waiting', id)
        call('HSET', prefix .. 'contact:' .. id, 'state', 'offered', 'agent', agent)
        return id
      end
    end
    from = from + AT_ONCE
  end
end
