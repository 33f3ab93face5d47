-- Gives up this worker's lease, its place in the group where nothing is pending for it, and what only the last worker
-- leaves behind.
-- KEYS 1 stream  2 lease  3 workers  4 looked  5 position  6 due
-- ARGV 1 token  2 group  3 this consumer
-- Returns 1 when the consumer is gone, 2 when others are about to take what is pending for it, else 0.
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[2])
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[2], '-', '+', 1, ARGV[3])
if pending.err then return 0 end
if #pending > 0 then
  local time, due = redis.call('TIME'), redis.call('ZSCORE', KEYS[6], pending[1][1])
  local workers = redis.pcall('HLEN', KEYS[3])
  local taken = due and tonumber(due) <= time[1] * 1000 + time[2] / 1000 and type(workers) == 'number' and workers > 1
  return taken and 2 or 0
end
redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[2], ARGV[3])
redis.call('HDEL', KEYS[3], ARGV[3])
if redis.call('EXISTS', KEYS[3]) == 0 then redis.call('DEL', KEYS[4], KEYS[5]) end
return 1
