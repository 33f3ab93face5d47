-- Gives up this worker's lease on a list, and what only the last worker leaves behind.
-- KEYS 1 lease  2 workers  3 looked
-- ARGV 1 token  2 this worker
-- Returns 1 when the lease was held.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('HDEL', KEYS[2], ARGV[2])
if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('DEL', KEYS[3]) end
return holder and 1 or 0
