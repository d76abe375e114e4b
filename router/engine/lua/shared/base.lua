-- What every verb stands on: the division's meta values, numbers that keep all their digits, and how a verb begins and
-- ends. What is of one call is set afresh by `begin`; what is kept between calls is worked out from nothing but texts,
-- or was seen under these very meta values.
-- include: states, keys

local call -- the server gives it to functions only once they are called
local P -- the division's tagged prefix
local KEYS -- for a verb's first line
local meta = {} -- what the division runs by, see `begin`
local generation
local server -- whose process this is: another after every start
-- What was found in the store and only ever grows there: forgotten when meta changes, see `begin`.
local group_seen, keep_group, route_seen, keep_route
local entries -- what the log and the screens are told when the verb ends, a line an event

local SEEN_AT_MOST = 2500
local BAND_WIDTH = 1e13 -- of order keys: the band decides, then the moment

-- Lua's own tostring keeps 14 digits. A verb asks for the same two moments, now and a deadline, several times.
local newest, newest_text, other, other_text
local function ms(number)
  if number ~= newest then
    if number == other then
      newest, newest_text, other, other_text = other, other_text, newest, newest_text
    else
      newest, newest_text, other, other_text = number, string.format('%d', number), newest, newest_text
    end
  end
  return newest_text
end

local function hash(name)
  local flat = call('HGETALL', name)
  if #flat == 0 then
    return nil
  end
  local row = {}
  for i = 1, #flat, 2 do
    row[flat[i]] = flat[i + 1]
  end
  return row
end

-- A table of what was worked out from texts, which forgets everything before it grows large.
local function memory(most)
  local known, count = {}, 0
  local function keep(text, value)
    if count >= most then
      known, count = {}, 0
    end
    known[text], count = value, count + 1
    return value
  end
  return function(text)
    return known[text]
  end, keep
end

-- generation, rules, paused (until), order, pick, share, server: what every verb needs, so one short text.
local META = '^([^|]*)|([^|]*)|([^|]*)|([^|]*)|([^|]*)|([^|]*)|([^|]*)$'

local function this_server()
  server = server or string.match(call('INFO', 'server'), 'run_id:(%x+)') or ''
  return server
end

local function begin(keys)
  call, KEYS, entries = redis.call, keys, nil
  if keys[1] ~= P then
    P, meta = keys[1], {}
    spell(P)
  end
  local text = call('GET', key.meta) or '||||||'
  if text ~= meta.text then
    -- An emptied store has another text, so has one that a server took over, and nothing is known of either.
    meta = {text = text}
    group_seen, keep_group = memory(SEEN_AT_MOST)
    route_seen, keep_route = memory(SEEN_AT_MOST)
    meta.generation, meta.rules, meta.paused, meta.order, meta.pick, meta.share, meta.server
      = string.match(text, META)
    meta.paused, meta.share = tonumber(meta.paused) or 0, tonumber(meta.share) or 0
    -- A server that was started again, or another that took over, may lack what was confirmed a moment before.
    meta.is_sure = meta.server == this_server()
  end
  generation = meta.generation ~= '' and meta.generation or nil
end

local function keep_meta(changes)
  local m = {}
  for _, name in ipairs({'generation', 'rules', 'paused', 'order', 'pick', 'share', 'server'}) do
    local value = changes[name] or meta[name]
    m[#m + 1] = type(value) == 'number' and string.format('%.14g', value) or value
  end
  call('SET', key.meta, table.concat(m, '|'))
  begin(KEYS)
end

local function is_paused(now)
  return meta.paused > now
end

local function finish(answer)
  if entries then
    call('XADD', key.events, '*', 'g', generation, 'e', entries)
    call('PUBLISH', key.notices, entries)
  end
  return answer
end
