-- What a waiting resident was told, as it is kept beside their contact, and what has got worse since:
--
-- 1. Calls like it take longer (`each`, the recent mean handling time by its pace), or fewer who could serve it are at
--    work (`servers`).
-- 2. More stand before it (`ahead`, whoever may serve them), and more of them are expected to be served before it
--    (`line`). Neither says it alone: of a sample of groups more may be expected though nobody came, and somebody whom
--    none of its own people can serve may come.
-- 3. It was kept for somebody alone (`kept_till`), who left before that was over. That it is everybody's in the end was
--    reckoned with when it was told.
--
-- What got worse explains no more than its own part: of calls that take a hundredth longer, and a step of the route to
-- a longer line in the same moment, an estimate rises by a hundredth.
-- include: base

local tellings = {}

local FIELDS = {'at', 'wait', 'k', 'low', 'high', 'each', 'servers', 'ahead', 'line', 'kept_till'}
local A_LITTLE = 1 + 1e-6 -- sums of the same shares in another order

-- Whole, so that what is read is not a hair more than what was told.
function tellings.write(told)
  local values = {}
  for i, field in ipairs(FIELDS) do
    values[i] = string.format('%.17g', told[field])
  end
  return table.concat(values, ' ')
end

function tellings.read(text)
  if not text then
    return nil
  end
  local told, i = {}, 0
  for value in string.gmatch(text, '%S+') do
    i = i + 1
    told[FIELDS[i]] = tonumber(value)
  end
  return told
end

-- By how much a wait may be longer now, at most: by the parts of it that got worse, each by its own.
local function longer(before, now)
  local most = 1
  if now.each > before.each then
    most = most * now.each / before.each
  end
  if now.servers < before.servers then
    most = most * before.servers / now.servers
  end
  local more = now.ahead - before.ahead
  if more > 0 and now.line > before.line * A_LITTLE then
    most = most * (before.k + more) / before.k
  end
  return before.kept_till > now.at and now.kept_till == 0 and math.huge or most
end

-- What is to be told now, after what was told `before`.
function tellings.no_higher(told, before)
  if not before then
    return
  end
  local most = longer(before, told)
  if most == 1 or told.high > before.high * most then
    told.high = math.min(told.high, before.high * most)
    told.low = math.min(told.low, before.low * most, told.high)
  end
end
