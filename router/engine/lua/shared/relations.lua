-- Who can serve what. A requirement, and a profile, gets a short name the first time it is seen, and is compared once
-- with all of the other side; from then on matching only looks up. What a requirement needs is spelt in its name, so
-- these lists hold under any rules: how good a profile is at what is needed is written with each pair, whether or not
-- the division asks whoever is best at it.
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

-- Of two scores, a pair's in `served-by` and a group's in `idle-heads`, how much the first counts: in one of the two is
-- the tier by which this division asks.
function relations.weight_of_pairs()
  return meta.pick == 'best_skilled' and 1 or 0
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

local needs_known, remember_needs = memory(2000)

-- 'phone|bsl:3!,highways:1' → {channel = 'phone', {'bsl', 3}, {'highways', 1}}
local function needs_of(requirement)
  local needs = needs_known(requirement)
  if needs then
    return needs
  end
  needs = {channel = string.match(requirement, '^[^|]*')}
  for skill, level in string.gmatch(requirement, '([^,:|]+):(%d+)') do
    needs[#needs + 1] = {skill, tonumber(level)}
  end
  return remember_needs(requirement, needs)
end

local function has_all(has, needs)
  for i = 1, #needs do
    if (has[needs[i][1]] or 0) < needs[i][2] then
      return false
    end
  end
  return true
end

-- Whether skills, as a profile spells them, meet a requirement such as 'phone|bsl:3!,highways:1'.
function relations.meets(skills, requirement)
  return has_all(levels(skills), needs_of(requirement))
end

-- A group can serve a bucket. The better its profile is at what is needed, the lower is the tier of the pair.
local function relate(group, bucket, has, needs)
  local tier = TIERS
  for i = 1, #needs do
    tier = tier - has[needs[i][1]]
  end
  call('SADD', key.serves .. group, bucket)
  call('ZADD', key.served_by .. bucket, ms(in_tier(tier)), group)
end

-- Compare groups with buckets ({b1 = 'phone|highways:1', …}), and note who can serve what.
function relations.compare(groups, buckets)
  local known, needs = {}, {}
  for bucket, requirement in pairs(buckets) do
    needs[bucket] = needs_of(requirement)
  end
  for _, group in ipairs(groups) do
    local profile = string.match(group, '^[^.]*')
    known[profile] = known[profile] or levels(call('HGET', key.profiles, profile))
    for bucket, asked in pairs(needs) do
      if has_all(known[profile], asked) and allows(group, asked.channel) then
        relate(group, bucket, known[profile], asked)
      end
    end
  end
end

-- The bucket of a requirement.
function relations.bucket(requirement)
  local bucket, is_new = name(key.bucket_names, key.requirements, requirement, 'b')
  if is_new then
    relations.compare(call('SMEMBERS', key.groups), {[bucket] = requirement})
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
      local needs = needs_of(requirement)
      if allows(group, needs.channel) and has_all(has, needs) then
        relate(group, bucket, has, needs)
      end
    end
  end
  return group
end
