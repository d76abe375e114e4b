-- The log: one entry on the stream and one notice for the screens, in the script that did the thing.
-- include: base

local log = {}

local function write(type, now, contact, agent, epoch, rules, facts)
  local at = ms(now)
  local entry = {'type', type, 'at', at, 'generation', generation}
  local function add(name, value)
    if value and value ~= '' then
      entry[#entry + 1] = name
      entry[#entry + 1] = value
    end
  end
  add('contact', contact)
  add('agent', agent)
  add('epoch', epoch)
  add('rules', rules)
  if facts then
    add('facts', cjson.encode(facts))
  end
  redis.call('XADD', key.events, '*', unpack(entry))
  redis.call('PUBLISH', key.notices, cjson.encode({
    type = type, contact = contact or cjson.null, agent = agent ~= '' and agent or cjson.null,
    epoch = tonumber(epoch) or cjson.null, at = now,
  }))
end

-- Something happened to a contact `c`; the facts always say its state after it. `agent` when it is no longer c's.
function log.contact(type, c, now, facts, agent)
  facts = facts or {}
  facts.state = c.state
  write(type, now, c.id, agent or c.agent, c.epoch, c.rules, facts)
end

function log.agent(type, agent, now, facts)
  write(type, now, nil, agent, nil, nil, facts)
end

function log.rules(version, now)
  write('rules.published', now, nil, nil, nil, version, nil)
end
