-- What an agent has in hand: `,contact=ringing:sms,contact=taken:phone`, a text on their own hash, so that it is read
-- and written with the rest of them. Of whoever has not signed in since a flush, it is all that is there.
-- include: base

local loads = {}

function loads.read(agent)
  return call('HGET', key.agent .. agent, 'load') or ''
end

function loads.write(agent, text)
  if text == '' then
    call('HDEL', key.agent .. agent, 'load')
  else
    call('HSET', key.agent .. agent, 'load', text)
  end
  return text
end

-- contact → `ringing:sms`
function loads.rows(text)
  local rows = {}
  for contact, value in string.gmatch(text, ',([^=]+)=([^,]+)') do
    rows[contact] = value
  end
  return rows
end

function loads.of(agent)
  return loads.rows(loads.read(agent))
end

function loads.without(text, contact)
  local from = string.find(text, ',' .. contact .. '=', 1, true)
  if not from then
    return text
  end
  local next_one = string.find(text, ',', from + 1, true)
  return string.sub(text, 1, from - 1) .. (next_one and string.sub(text, next_one) or '')
end

function loads.with(text, contact, value)
  return loads.without(text, contact) .. ',' .. contact .. '=' .. value
end

-- Both write it, and answer the text.
function loads.put(agent, contact, value)
  return loads.write(agent, loads.with(loads.read(agent), contact, value))
end

function loads.drop(agent, contact)
  return loads.write(agent, loads.without(loads.read(agent), contact))
end

-- Whoever holds something, of whom nothing else need be known.
function loads.holder(agent)
  return {id = agent, load = loads.read(agent), held = false}
end
