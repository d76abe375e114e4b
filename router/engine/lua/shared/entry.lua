-- How the server enters a verb: with the division's meta values, and the store's own time.
-- include: base, clock

local function enter(verb, guarded)
  return function(keys, args)
    begin(keys)
    -- Nothing is decided while there is no generation (the store was flushed, and the rebuild has not begun), nor
    -- while nobody has vouched for what a server knows that was started again.
    if guarded and not (generation and meta.is_sure) then
      return redis.error_reply('NOGENERATION there is no generation')
    end
    return finish(verb(args, time_of(args)))
  end
end
