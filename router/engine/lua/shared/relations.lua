-- Who can serve what. A requirement, and a profile, gets a short name the first time it is seen, and is compared once
-- with all of the other side; from then on matching only looks up. What a requirement needs is spelt in its name, so
-- these lists hold under any rules.
-- include: base

local relations = {}

-- 'highways:3,libraries:2' → {highways = 3, libraries = 2}
local function levels(text)
  local found = {}
  for skill, level in string.gmatch(text, '([^,:|]+):(%d+)') do
    found[skill] = tonumber(level)
  end
  return found
end

-- Whether skills (a table) meet a requirement such as 'phone|bsl:3,highways:1'.
local function meets(skills, requirement)
  for skill, level in string.gmatch(requirement, '([^,:|]+):(%d+)') do
    if (skills[skill] or 0) < tonumber(level) then
      return false
    end
  end
  return true
end

function relations.meets(skills, requirement)
  return meets(levels(skills), requirement)
end

-- How many skills a profile has: the tier it is asked in.
function relations.count(skills)
  local _, commas = string.gsub(skills, ',', ',')
  return skills == '' and 0 or commas + 1
end

local function allows(group, channel)
  return string.find('+' .. string.match(group, '%.(.*)$') .. '+', '+' .. channel .. '+', 1, true)
end

local function relate(bucket, group, tier)
  redis.call('SADD', key.serves .. group, bucket)
  redis.call('ZADD', key.served_by .. bucket, tier, group)
end

local function name(names, spelt, text, letter)
  local known = redis.call('HGET', names, text)
  if known then
    return known, false
  end
  local fresh = letter .. redis.call('HLEN', names)
  redis.call('HSET', names, text, fresh)
  redis.call('HSET', spelt, fresh, text)
  return fresh, true
end

-- The bucket of a requirement.
function relations.bucket(requirement)
  local bucket, is_new = name(key.bucket_names, key.requirements, requirement, 'b')
  if is_new then
    local channel = string.match(requirement, '^[^|]*')
    local profiles = hash(key.profiles) or {}
    for _, group in ipairs(redis.call('SMEMBERS', key.groups)) do
      local skills = profiles[string.match(group, '^[^.]*')]
      if allows(group, channel) and relations.meets(skills, requirement) then
        relate(bucket, group, relations.count(skills))
      end
    end
  end
  return bucket
end

function relations.profile(skills)
  return (name(key.profile_names, key.profiles, skills, 'p'))
end

-- The group of a profile's agents who may take the channels in `mask` ('phone+sms').
function relations.group(profile, mask, skills)
  local group = profile .. '.' .. mask
  if redis.call('SADD', key.groups, group) == 1 then
    local has = levels(skills)
    for bucket, requirement in pairs(hash(key.requirements) or {}) do
      if allows(group, string.match(requirement, '^[^|]*')) and meets(has, requirement) then
        relate(bucket, group, relations.count(skills))
      end
    end
  end
  return group
end
