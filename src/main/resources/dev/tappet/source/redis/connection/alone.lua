-- Notes that a message runs alone in its process from now on: should that die, it was none but this message.
-- KEYS 1 lease  2 alone
-- ARGV 1 token  2 id  3 how long in ms it is remembered
-- Returns 1, or -1 when the lease has gone to another worker.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return -1 end
redis.call('HSET', KEYS[2], ARGV[2], '1')
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return 1
