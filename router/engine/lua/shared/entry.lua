-- How the server enters a verb: with the division's meta values, and the store's own time.
-- include: base, clock

local function enter(verb, guarded)
  return function(keys, args)
    begin(keys)
    -- Nothing is decided while there is no generation: the store was flushed, and the rebuild has not begun.
    if guarded and not generation then
      return redis.error_reply('NOGENERATION there is no generation')
    end
    return finish(verb(args, time_of(args)))
  end
end
