-- Makes entries due that are pending for this worker though it does not know them: a reply that was lost, or an
-- earlier life of this instance.
-- KEYS 1 stream  2 due
-- ARGV 1 group  2 this consumer  3 least idle time in ms  4... ids
-- Returns how many became due.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local reclaimed = 0
for i = 4, #ARGV do
  local pending = redis.call('XPENDING', KEYS[1], ARGV[1], 'IDLE', ARGV[3], ARGV[i], ARGV[i], 1, ARGV[2])
  if #pending == 1 then reclaimed = reclaimed + redis.call('ZADD', KEYS[2], 'NX', now, ARGV[i]) end
end
return reclaimed
