-- Who can serve what. A requirement, and a profile, gets a short name the first time it is seen, and is compared once
-- with all of the other side; from then on matching only looks up. What a requirement needs is spelt in its name, so
-- these lists hold under any rules.
-- include: base

local relations = {}

local TIERS = 89 -- the most that keeps a tier and the longest idle time exact in one score
local TIER_WIDTH = 1e14

-- 'highways:3,libraries:2' → {highways = 3, libraries = 2}
local function levels(text)
  local found = {}
  for skill, level in string.gmatch(text, '([^,:|]+):(%d+)') do
    found[skill] = tonumber(level)
  end
  return found
end

-- Whether skills (a table) meet a requirement such as 'phone|bsl:3!,highways:1'.
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

-- How many skills a profile has.
local function count(skills)
  local _, commas = string.gsub(skills, ',', ',')
  return skills == '' and 0 or commas + 1
end

local function in_tier(number)
  return math.max(0, math.min(number, TIERS)) * TIER_WIDTH
end

local tier_known, remember_tier = memory(2000)

-- The tier of all that a group is asked for, lowest first: how many skills its profile has, which is in its name.
function relations.tier_of_group(group)
  if meta.pick == 'longest_idle' or meta.pick == 'best_skilled' then
    return 0
  end
  return tier_known(group) or remember_tier(group, in_tier(tonumber(string.match(group, '^p%d+/(%d+)'))))
end

-- The tier of a profile for one requirement, where the division asks whoever is best at it first.
local function tier_of_pair(has, requirement)
  if meta.pick ~= 'best_skilled' then
    return 0
  end
  local found = TIERS
  for skill in string.gmatch(requirement, '([^,:|]+):%d+') do
    found = found - (has[skill] or 0)
  end
  return ms(in_tier(found))
end

local function allows(group, channel)
  return string.find('+' .. string.match(group, '%.(.*)$') .. '+', '+' .. channel .. '+', 1, true)
end

local function fresh_name(spelt, text, letter)
  local fresh = letter .. call('HLEN', spelt)
  if letter == 'b' then
    -- What matching has to know of a requirement is in its name: `!` for a hard skill, `*2` for a weight.
    fresh = fresh .. (string.find(text, '!', 1, true) and '!' or '') .. (string.match(text, '%*.*$') or '')
  else
    fresh = fresh .. '/' .. count(text)
  end
  call('HSET', spelt, fresh, text)
  return fresh
end

local function name(names, spelt, text, letter)
  local known = call('HGET', names, text)
  if known then
    return known, false
  end
  local fresh = fresh_name(spelt, text, letter)
  call('HSET', names, text, fresh)
  return fresh, true
end

-- 'phone|bsl:3!,highways:1' → {channel = 'phone', {'bsl', 3}, {'highways', 1}}
local function needs_of(requirement)
  local needs = {channel = string.match(requirement, '^[^|]*')}
  for skill, level in string.gmatch(requirement, '([^,:|]+):(%d+)') do
    needs[#needs + 1] = {skill, tonumber(level)}
  end
  return needs
end

local function has_all(has, needs)
  for i = 1, #needs do
    if (has[needs[i][1]] or 0) < needs[i][2] then
      return false
    end
  end
  return true
end

-- Compare profiles ({p1 = 'highways:3,…'}) with buckets ({b1 = 'phone|highways:1', …}), and note who can serve what.
function relations.compare(profiles, buckets)
  local groups, needs = {}, {}
  for _, group in ipairs(call('SMEMBERS', key.groups)) do
    local profile = string.match(group, '^[^.]*')
    groups[profile] = groups[profile] or {}
    table.insert(groups[profile], group)
  end
  for bucket, requirement in pairs(buckets) do
    needs[bucket] = needs_of(requirement)
  end
  for profile, skills in pairs(profiles) do
    local has = levels(skills)
    for bucket, asked in pairs(needs) do
      if groups[profile] and has_all(has, asked) then
        local tier = tier_of_pair(has, buckets[bucket])
        for _, group in ipairs(groups[profile]) do
          if allows(group, asked.channel) then
            call('SADD', key.serves .. group, bucket)
            call('ZADD', key.served_by .. bucket, tier, group)
          end
        end
      end
    end
  end
end

-- The bucket of a requirement.
function relations.bucket(requirement)
  local bucket, is_new = name(key.bucket_names, key.requirements, requirement, 'b')
  if is_new then
    relations.compare(hash(key.profiles) or {}, {[bucket] = requirement})
  end
  return bucket
end

-- A bucket for a requirement that is not looked up by it yet: `compare` it with everybody, then `introduce` it.
function relations.announce(requirement)
  return fresh_name(key.requirements, requirement, 'b')
end

function relations.introduce(bucket, requirement)
  call('HSETNX', key.bucket_names, requirement, bucket)
end

function relations.profile(skills)
  return (name(key.profile_names, key.profiles, skills, 'p'))
end

-- The group of a profile's agents who may take the channels in `mask` ('phone+sms').
function relations.group(profile, mask, skills)
  local group = profile .. '.' .. mask
  if call('SADD', key.groups, group) == 1 then
    local has = levels(skills)
    for bucket, requirement in pairs(hash(key.requirements) or {}) do
      if allows(group, string.match(requirement, '^[^|]*')) and meets(has, requirement) then
        call('SADD', key.serves .. group, bucket)
        call('ZADD', key.served_by .. bucket, tier_of_pair(has, requirement), group)
      end
    end
  end
  return group
end
