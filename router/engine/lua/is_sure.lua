-- Whether what the server knows is all that was ever decided: one that was started again may have lost the last of it.
--
-- Returns "1" when it has run ever since its generation began, or since somebody vouched for it; "" when not.
-- reads only
-- include: base
local prefix = KEYS[1] -- the division's tagged prefix

local function verb()
  return generation and meta.is_sure and '1' or ''
end
