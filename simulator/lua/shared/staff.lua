-- Agents come, go and take breaks as the scenario says.
-- include: world, people

local staff = {}

-- The engine begins, under the scenario's order and pick.
function staff.open()
  local now = worlds.tick(0)
  verbs.start_generation({'0'}, now)
  verbs.publish({'1', scene.order, scene.pick, '0'}, now)
  verbs.resume({}, now)
  entries = nil
end

local function present(desk, at, on_break)
  verbs.agent_did({scene.desks[desk].name, on_break and 'break' or 'ready', ''}, worlds.tick(at))
  worlds.staffed(desk, at, not on_break)
end

local function come(desk, at, on_break)
  local d = scene.desks[desk]
  local texts = {d.name}
  for _, text in ipairs(scene.groups[d.group].desk) do
    texts[#texts + 1] = text
  end
  verbs.sign_in(texts, worlds.tick(at))
  present(desk, at, on_break)
end

local function go(desk, at)
  verbs.agent_did({scene.desks[desk].name, 'leave', ''}, worlds.tick(at))
  worlds.staffed(desk, at, false)
end

-- Of a group's desks that are `here`, or are not, in the order in which they are asked to go, or to come: those with
-- nothing in hand go first, and those who still finish what they have come back first.
local function in_order(group, here)
  local found = {}
  for desk, d in ipairs(scene.desks) do
    if d.group == group and world.desks[desk].here == here then
      found[#found + 1] = desk
    end
  end
  table.sort(found, function(one, other)
    local mine, theirs = world.desks[one].load, world.desks[other].load
    if mine ~= theirs then
      return here == (mine < theirs)
    end
    return here == (one > other)
  end)
  return found
end

-- From now on a group has `count` agents, on a break or not.
function staff.change(row, at)
  local here = in_order(row.group, true)
  if row.on_break ~= nil then
    for _, desk in ipairs(here) do
      present(desk, at, row.on_break)
    end
    return
  end
  for i = 1, #here - row.count do
    world.desks[here[i]].here = false
    go(here[i], at)
  end
  local away = in_order(row.group, false)
  for i = 1, row.count - #here do
    world.desks[away[i]].here = true
    come(away[i], at, row.resting)
  end
end

-- The day is over, and nobody stays for those who wait.
function staff.shut(at)
  local waiting = {}
  for number, c in pairs(world.inside) do
    if not c.answered then
      waiting[#waiting + 1] = number
    end
  end
  table.sort(waiting)
  for _, number in ipairs(waiting) do
    people.leave(at, number)
    people.hear(at)
  end
end
