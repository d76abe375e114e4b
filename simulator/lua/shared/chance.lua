-- What chance decides while the day runs. A contact brings its service draws, and a seed from which whatever is decided
-- about its offers is drawn in turn (Lehmer's generator, exact in a double), so that no contact disturbs another.

local chance = {}

local MODULUS, MULTIPLIER = 2147483647, 16807

function chance.uniform(c)
  c.seed = (c.seed * MULTIPLIER) % MODULUS
  return c.seed / MODULUS
end

-- A length of a distribution {kind, mean, cv} from a draw of mean 1 and a standard normal one.
function chance.length(distribution, exponential, normal)
  local kind, mean = distribution[1], distribution[2]
  if kind == 'exponential' then
    return mean * exponential
  end
  if kind == 'lognormal' then
    local variance = math.log(1 + distribution[3] ^ 2)
    return mean * math.exp(math.sqrt(variance) * normal - variance / 2)
  end
  return mean
end

-- The same from the contact's own seed.
function chance.length_of(distribution, c)
  local exponential = -math.log(chance.uniform(c))
  local normal = distribution[1] == 'lognormal'
    and math.sqrt(2 * exponential) * math.cos(2 * math.pi * chance.uniform(c)) or 0
  return chance.length(distribution, exponential, normal)
end
