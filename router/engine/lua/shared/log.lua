-- The log: what a script did is one entry of the stream and one notice for the screens, a line an event.
-- include: base

local log = {}

-- Facts are `name=words`, `name#number`, `name?yes`; words carry no tabs and no line ends (the callers see to that).
local function spelt(facts)
  local text = ''
  for name, value in pairs(facts) do
    local kind = type(value)
    if kind == 'number' then
      text = text .. '\t' .. name .. '#' .. string.format('%.0f', value)
    elseif kind == 'boolean' then
      text = text .. '\t' .. name .. (value and '?yes' or '?no')
    elseif value ~= '' then
      text = text .. '\t' .. name .. '=' .. value
    end
  end
  return text
end

local function write(line)
  entries = entries and entries .. '\n' .. line or line
end

-- Something happened to a contact `c`; the facts always say its state after it. `agent` when it is no longer c's.
-- Facts are a table, or (where many are written) a text that is spelt already.
function log.contact(event, c, now, facts, agent)
  if type(facts) == 'table' then
    facts = spelt(facts)
  end
  write(event .. '\t' .. ms(now) .. '\t' .. c.id .. '\t' .. (agent or c.agent) .. '\t' .. c.epoch .. '\t' .. c.rules
    .. '\tstate=' .. c.state .. (facts or ''))
end

function log.agent(event, agent, now, facts)
  write(event .. '\t' .. ms(now) .. '\t\t' .. agent .. '\t\t' .. (facts and spelt(facts) or ''))
end

function log.rules(version, now, facts)
  write('rules.published\t' .. ms(now) .. '\t\t\t\t' .. version .. spelt(facts))
end
