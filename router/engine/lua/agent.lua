-- An agent and what they hold.
--
-- Returns JSON; or nothing.
-- reads only
-- include: sight
local prefix = KEYS[1] -- the division's tagged prefix
local agent = ARGV[1]  -- who

local function verb()
  local found = sight.agent(agent)
  return found and cjson.encode(found)
end
