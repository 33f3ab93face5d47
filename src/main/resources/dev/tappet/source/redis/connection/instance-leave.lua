-- Lets another process have an instance id at once.
-- KEYS 1 instances
-- ARGV 1 instance id  2 token of the process
-- Returns 1 when it had it.
local found = redis.call('HGET', KEYS[1], ARGV[1])
if not found or string.match(found, '^(%S+) ') ~= ARGV[2] then return 0 end
return redis.call('HDEL', KEYS[1], ARGV[1])
