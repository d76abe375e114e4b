-- The simulated world: what is to come, who is in the system, who is at which desk. It lives here between two stretches,
-- for the server is a replication's own.
-- include: base, heap

local scene, world

-- What happened in this stretch, for Python: nine numbers a contact, three an agent's coming or going.
local ended, staffed = {}, {}

local SERVED, ABANDONED, BLOCKED = 1, 2, 3

local worlds = {}

function worlds.begin(setting)
  scene = cjson.decode(setting)
  world = {coming = {}, inside = {}, desks = {}, lines = 0, waiting = 0, number = 0, turn = 1, now = 0}
  for desk = 1, #scene.desks do
    world.desks[desk] = {load = 0, here = false}
  end
end

-- The engine's time: whole ticks since 1970.
function worlds.tick(at)
  return scene.start + math.floor(at * scene.ticks + 0.5)
end

function worlds.moment(tick)
  return (tick - scene.start) / scene.ticks
end

function worlds.later(at, kind, ...)
  heap.push(world.coming, {at, kind, ...})
end

-- Number, how it ended, at which desk, answered or gone at, talked until, desk free at, whether offered at once, and the
-- moments between which it was told that it would be answered (-1 when it was told none).
function worlds.ended(number, how, desk, gone, talked, free, at_once, low, high)
  ended[#ended + 1] = struct.pack('<ddddddddd', number, how, desk, gone, talked, free, at_once, low or -1, high or -1)
end

function worlds.staffed(desk, at, here)
  staffed[#staffed + 1] = struct.pack('<ddd', desk, at, here and 1 or 0)
end

-- What happened since this was last asked.
function worlds.told()
  local rows, changes = table.concat(ended), table.concat(staffed)
  ended, staffed = {}, {}
  return rows, changes
end
