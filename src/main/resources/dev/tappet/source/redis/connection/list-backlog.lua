-- Counts what is still to be done.
-- KEYS 1 list  2 batches  3 messages
-- Returns {waiting, unfinished}.
local unfinished = redis.call('HLEN', KEYS[3])
for _, state in ipairs(redis.call('HVALS', KEYS[2])) do
  unfinished = unfinished + tonumber(string.match(state, ':(%d+)$'))
end
return {redis.call('LLEN', KEYS[1]), unfinished}
