-- Whoever has compared it with the record says that a server that was started again lacks nothing: it goes on.
--
-- Returns "1", or "" when its generation is another.
-- include: base
local prefix = KEYS[1] -- the division's tagged prefix
local name = ARGV[1]   -- the generation that was compared

local function verb()
  if generation ~= name then
    return ''
  end
  keep_meta({server = this_server()})
  return '1'
end
