-- What a waiting resident was told, as it is kept beside their contact, and what has got worse since:
--
-- 1. Calls like it take longer (`each`, the recent mean handling time by its pace), or fewer who could serve it are at
--    work (`servers`).
-- 2. More stand before it (`ahead`, whoever may serve them), and more of them are expected to be served before it
--    (`line`). Neither says it alone: of a sample of groups more may be expected though nobody came, and somebody whom
--    none of its own people can serve may come.
-- 3. It was kept for somebody alone (`kept_till`), who left before that was over. That it is everybody's in the end was
--    reckoned with when it was told.
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

local function worse(before, now)
  return now.each > before.each or now.servers < before.servers
    or now.ahead > before.ahead and now.line > before.line * A_LITTLE
    or before.kept_till > now.at and now.kept_till == 0
end

-- What is to be told now, after what was told `before`.
function tellings.no_higher(told, before)
  if before and not worse(before, told) then
    told.high = math.min(told.high, before.high)
    told.low = math.min(told.low, before.low, told.high)
  end
end
