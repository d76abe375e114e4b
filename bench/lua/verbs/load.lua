-- Many contacts arrive, each by the engine's own verb.
-- include: guard
local prefix = KEYS[1] -- the division's tagged prefix
local plans = ARGV[1]  -- JSON: the text of each route plan

local function verb(now)
  for _, plan in ipairs(cjson.decode(plans)) do
    verbs.arrive({plan, '0'}, now)
  end
end
