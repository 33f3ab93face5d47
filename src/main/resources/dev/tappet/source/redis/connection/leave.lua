-- Gives up this worker's lease.
-- KEYS 1 lease
-- ARGV 1 token
-- Returns 1 when it was held.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
