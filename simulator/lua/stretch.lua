-- A stretch of a simulated day: the event loop, which asks the engine's own verbs whatever has to be decided.
--
-- Returns how many of the contacts have come, 1 when all is over (else 0), what ended, and who came and went.
-- include: world, people, staff
local prefix = KEYS[1]   -- the division's tagged prefix
local setting = ARGV[1]  -- JSON: the scenario, where a replication begins; else ''
local limit = ARGV[2]    -- events, at most
local arrivals = ARGV[3] -- msgpack: six numbers a contact: at, type, patience, exponential, normal, seed
local is_last = ARGV[4]  -- 1: no contacts come after these

local WIDTH = 6
local coming = cmsgpack.unpack(arrivals)
local taken = 0

-- When the next thing happens of itself, and what: 'unknown' when contacts may come that are not told yet.
local function upcoming()
  local first, what = coming[taken * WIDTH + 1], 'arrive'
  if not first and is_last ~= '1' then
    return nil, 'unknown'
  end
  local soonest = world.coming[1]
  if soonest and (not first or soonest[1] < first) then
    first, what = soonest[1], 'heap'
  end
  local change = scene.changes[world.turn]
  if change and (not first or change.at <= first) then
    first, what = change.at, 'change'
  end
  return first, what
end

local function arrive(at)
  local i = taken * WIDTH
  taken, world.number = taken + 1, world.number + 1
  people.arrive({
    number = world.number, type = coming[i + 2] + 1, exponential = coming[i + 4], normal = coming[i + 5],
    seed = coming[i + 6],
  }, at, coming[i + 3])
end

local function act(at, what)
  if what == 'arrive' then
    arrive(at)
  elseif what == 'heap' then
    local row = heap.pop(world.coming)
    people[row[2]](at, row[3], row[4], row[5])
  elseif scene.changes[world.turn].shut then
    world.turn = world.turn + 1
    staff.shut(at)
  else
    world.turn = world.turn + 1
    staff.change(scene.changes[world.turn - 1], at)
  end
  people.hear(at)
end

local function first_deadline()
  return tonumber(call('ZRANGE', key.timers, 0, 0, 'WITHSCORES')[2] or math.huge)
end

-- A deadline of the engine's that passes before tick `till`, if it may have any; true when there was one.
local function passed(till)
  local timer = scene.timed and first_deadline() or math.huge
  if timer >= till or worlds.moment(timer) > scene.last then
    return false
  end
  verbs.tick({'100'}, timer)
  people.hear(worlds.moment(timer))
  return true
end

-- One event; 'over' when there will be no other, 'unknown' when the next is not known yet.
local function step()
  local at, what = upcoming()
  if what == 'unknown' then
    return what
  end
  if passed(worlds.tick(at or (world.waiting > 0 and scene.last or 0))) then
    return nil
  end
  if at and at <= scene.last then
    world.now = at
    act(at, what)
    return nil
  end
  if first_deadline() < worlds.tick(world.now) then
    error('ILLEGAL a deadline passed that nobody looked for')
  end
  return 'over'
end

local function verb()
  if setting ~= '' then
    worlds.begin(setting)
    staff.open()
  end
  local said
  for _ = 1, tonumber(limit) do
    said = step()
    if said then
      break
    end
  end
  if said == 'over' then
    people.last(scene.last)
  end
  return {taken, said == 'over' and 1 or 0, worlds.told()}
end
