-- Everything that the division has here is forgotten, in one step, so that nobody acts on half of it.
-- include: base

local oblivion = {}

function oblivion.come()
  local all, from = string.gsub(P, '[%[%]*?\\]', '\\%0') .. '*', '0'
  repeat
    local page = call('SCAN', from, 'MATCH', all, 'COUNT', 1000)
    from = page[1]
    if #page[2] > 0 then
      call('UNLINK', unpack(page[2]))
    end
  until from == '0'
  begin(KEYS)
end
