-- Which of these contacts are known neither as open nor as lately closed.
--
-- Returns JSON: their ids.
-- reads only
-- include: base
local prefix = KEYS[1]   -- the division's tagged prefix
local contacts = ARGV[1] -- JSON: ids

local function verb()
  local unknown = {}
  for _, id in ipairs(cjson.decode(contacts)) do
    if call('EXISTS', key.contact .. id) == 0 then
      unknown[#unknown + 1] = id
    end
  end
  return cjson.encode(unknown)
end
