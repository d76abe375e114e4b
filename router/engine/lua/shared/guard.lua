-- Nothing is decided while there is no generation: the store was flushed, and the rebuild has not begun.
-- include: base

if not generation then
  return redis.error_reply('NOGENERATION there is no generation')
end
