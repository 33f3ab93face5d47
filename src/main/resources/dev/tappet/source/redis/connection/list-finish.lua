-- Removes whole batches that are done.
-- KEYS 1 lease  2 batches  3... batches that are done
-- ARGV 1 token  2... names of those batches
-- Returns 1, or -1 when the lease has gone to another worker.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return -1 end
for i = 3, #KEYS, 100 do
  local last = math.min(i + 99, #KEYS)
  -- The names go last: where that is refused the step can be repeated.
  redis.call('DEL', unpack(KEYS, i, last))
  redis.call('HDEL', KEYS[2], unpack(ARGV, i - 1, last - 1))
end
return 1
