-- What is to come: a binary heap of {at, kind, …}, soonest first.

local heap = {}

function heap.push(rows, row)
  local i = #rows + 1
  while i > 1 do
    local parent = math.floor(i / 2)
    if rows[parent][1] <= row[1] then
      break
    end
    rows[i] = rows[parent]
    i = parent
  end
  rows[i] = row
end

function heap.pop(rows)
  local first, row = rows[1], table.remove(rows)
  local n, i = #rows, 1
  if n == 0 then
    return first
  end
  while 2 * i <= n do
    local child = 2 * i
    if child < n and rows[child + 1][1] < rows[child][1] then
      child = child + 1
    end
    if row[1] <= rows[child][1] then
      break
    end
    rows[i] = rows[child]
    i = child
  end
  rows[i] = row
  return first
end
