-- Requirements that rules are about to ask for: a bucket for each that is new, which nobody is put in yet.
--
-- Returns JSON: [bucket, requirement] for those that are to be compared: the new ones, or (`all`) every known one too.
-- include: guard, relations
local prefix = KEYS[1]       -- the division's tagged prefix
local requirements = ARGV[1] -- JSON: their texts
local all = ARGV[2]          -- 1: the known ones too, for the order in which agents are asked has changed

local function verb()
  local wanted = {}
  if all == '1' then
    for bucket, requirement in pairs(hash(key.requirements) or {}) do
      wanted[#wanted + 1] = {bucket, requirement}
    end
  end
  for _, requirement in ipairs(cjson.decode(requirements)) do
    if call('HEXISTS', key.bucket_names, requirement) == 0 then
      wanted[#wanted + 1] = {relations.announce(requirement), requirement}
    end
  end
  return cjson.encode(wanted)
end
