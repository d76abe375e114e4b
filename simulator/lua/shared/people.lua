-- What residents and agents do of themselves. Every decision about them is the engine's: here its verbs are only called,
-- and its log is read to learn whose desk rings.
-- include: world, chance, estimates

local people = {}

local function group_of(desk)
  return scene.groups[scene.desks[desk].group]
end

local function answered(c, at)
  local desk = scene.by_name[c.agent]
  c.answered, c.desk = at, desk
  world.waiting = world.waiting - 1
  world.desks[desk].load = world.desks[desk].load + 1
  worlds.later(at + chance.length(group_of(desk).service[c.type], c.exponential, c.normal), 'over', c.number)
end

-- The agent whose desk rang picks up, or will not. The engine says whether the offer still stands.
function people.answer(at, number, agent, epoch)
  local c = world.inside[number]
  if not c or c.answered then
    return
  end
  local now, decline = worlds.tick(at), group_of(scene.by_name[agent]).decline
  if decline > 0 and chance.uniform(c) < decline then
    verbs.decline({c.id, agent, epoch, 'busy'}, now)
  elseif verbs.accept({c.id, agent, epoch}, now)[1] == 'accepted' then
    verbs.connect({c.id, agent, epoch}, now)
    c.agent = agent
    answered(c, at)
  end
end

local function rings(id, agent, epoch, at)
  local number = tonumber(id)
  local after = group_of(scene.by_name[agent]).answer_after
  if after then
    worlds.later(at + chance.length_of(after, world.inside[number]), 'answer', number, agent, epoch)
  else
    people.answer(at, number, agent, epoch)
  end
end

-- Read what the verbs wrote into the log, and what they write while it is read. It is kept nowhere else.
function people.hear(at)
  while entries do
    local lines = '\n' .. entries
    entries = nil
    if not string.find(lines, '\noffer.made', 1, true) then
      return
    end
    for id, agent, epoch in string.gmatch(lines, '\noffer%.made\t%d+\t([^\t]*)\t([^\t]*)\t([^\t]*)') do
      rings(id, agent, epoch, at)
    end
  end
end

function people.arrive(c, at, patience)
  if scene.lines and world.lines >= scene.lines then
    worlds.ended(c.number, BLOCKED, 0, at, at, at, 0)
    return
  end
  local kind, now = scene.types[c.type], worlds.tick(at)
  c.id = string.format('%010d', c.number)
  world.lines, world.waiting = world.lines + 1, world.waiting + 1
  world.inside[c.number] = c
  local plan = c.id .. kind.head .. ms(now) .. '\31' .. ms(now + kind.due) .. '\31' .. ms(now + kind.score) .. kind.tail
  c.at_once = verbs.arrive({plan, '0'}, now) == 'offered' and 1 or 0
  people.hear(at)
  if scene.estimates and not c.answered then
    local told = estimates.tell(contacts.get(c.id), now)
    c.low, c.high = told.low and at + told.low / scene.ticks, told.high and at + told.high / scene.ticks
  end
  if patience >= 0 and not c.answered then
    worlds.later(at + patience, 'leave', c.number)
  end
end

-- Gone from the system; nobody will say a late word about it, so the engine need not remember it for a day.
local function forget(c)
  world.inside[c.number] = nil
  call('DEL', key.contact .. c.id)
end

function people.leave(at, number)
  local c = world.inside[number]
  if c and not c.answered and verbs.withdraw({c.id, 'abandoned', ''}, worlds.tick(at))[1] == 'withdrawn' then
    world.lines, world.waiting = world.lines - 1, world.waiting - 1
    worlds.ended(number, ABANDONED, 0, at, at, at, c.at_once, c.low, c.high)
    forget(c)
  end
end

function people.free(at, number)
  local c = world.inside[number]
  verbs.close({c.id, 'served', 'agent', ''}, worlds.tick(at))
  world.desks[c.desk].load = world.desks[c.desk].load - 1
  worlds.ended(number, SERVED, c.desk, c.answered, c.talked, at, c.at_once, c.low, c.high)
  forget(c)
end

-- Who was answered, and is still in somebody's hands when all is over, was served as well, and kept them until then.
function people.last(at)
  for number, c in pairs(world.inside) do
    if c.answered then
      worlds.ended(number, SERVED, c.desk, c.answered, c.talked or at, at, c.at_once, c.low, c.high)
    end
  end
end

-- The talk is over, and the line free; its notes may take a while.
function people.over(at, number)
  local c = world.inside[number]
  world.lines = world.lines - 1
  c.talked = at
  local wrap_up = scene.types[c.type].wrap_up
  if wrap_up > 0 then
    verbs.wrap({c.id, ''}, worlds.tick(at))
    worlds.later(at + wrap_up, 'free', number)
  else
    people.free(at, number)
  end
end
