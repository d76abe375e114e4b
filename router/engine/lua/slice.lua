-- A part of the state, small enough that nobody waits for it, with all that is needed to judge that part: some of those
-- who wait on a queue, some agents, some that are put aside, or some deadlines.
--
-- Returns JSON: what `dump` returns, of this part alone, and `next`: where to go on, or '' at the end.
-- reads only
-- include: slices
local prefix = KEYS[1] -- the division's tagged prefix
local cursor = ARGV[1] -- where to go on: '' at first
local most = ARGV[2]   -- how many to look at

local function verb(now)
  slices.begin(now, most)
  local kind, at, start = string.match(cursor, '^(%a+) (%d+) (%d+)$')
  if kind == 'agents' then
    return slices.told(slices.agents(at))
  elseif kind == 'aside' then
    return slices.told(slices.aside(tonumber(start)))
  elseif kind == 'timers' then
    return slices.told(slices.timers(tonumber(start)))
  end
  return slices.told(slices.queue(tonumber(at) or 1, tonumber(start) or 0))
end
