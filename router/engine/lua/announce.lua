-- Requirements that rules are about to ask for: a bucket for each that is new, which nobody is put in yet.
--
-- Returns JSON: [bucket, requirement] for those that are to be compared.
-- include: guard, relations
local prefix = KEYS[1]       -- the division's tagged prefix
local requirements = ARGV[1] -- JSON: their texts

local function verb()
  local wanted = {}
  for _, requirement in ipairs(cjson.decode(requirements)) do
    if call('HEXISTS', key.bucket_names, requirement) == 0 then
      wanted[#wanted + 1] = {relations.announce(requirement), requirement}
    end
  end
  return cjson.encode(wanted)
end
