-- Removes messages that are done and had been put off before.
-- KEYS 1 lease  2 due  3 messages  4 taken
-- ARGV 1 token  2... ids of messages
-- Returns 1, or -1 when the lease has gone to another worker.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return -1 end
-- Every key is read before the first write: one of another type must not be found half-way.
redis.call('ZSCORE', KEYS[2], ARGV[1])
for i = 3, 4 do redis.call('HLEN', KEYS[i]) end
for i = 2, #ARGV, 100 do
  local last = math.min(i + 99, #ARGV)
  redis.call('HDEL', KEYS[3], unpack(ARGV, i, last))
  redis.call('HDEL', KEYS[4], unpack(ARGV, i, last))
  -- One that was adopted meanwhile waits there.
  redis.call('ZREM', KEYS[2], unpack(ARGV, i, last))
end
return 1
