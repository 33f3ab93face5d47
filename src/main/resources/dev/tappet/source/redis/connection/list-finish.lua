-- Removes what is done: whole batches, and messages that had been put off before.
-- KEYS 1 lease  2 batches  3 messages  4 taken  5... batches that are done
-- ARGV 1 token  2... names of those batches, then ids of messages
-- Returns 1, or -1 when the lease has gone to another worker.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return -1 end
local whole = #KEYS - 4
if whole > 0 then
  redis.call('DEL', unpack(KEYS, 5))
  redis.call('HDEL', KEYS[2], unpack(ARGV, 2, whole + 1))
end
if #ARGV > whole + 1 then
  redis.call('HDEL', KEYS[3], unpack(ARGV, whole + 2))
  redis.call('HDEL', KEYS[4], unpack(ARGV, whole + 2))
end
return 1
