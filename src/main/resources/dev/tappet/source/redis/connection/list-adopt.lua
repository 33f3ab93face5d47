-- Makes messages due that no worker has and that wait for no time: somebody removed a key of this bookkeeping.
-- KEYS 1 due  2 messages  3 taken
-- ARGV 1 most messages to look at
-- Returns {how many became due, 1 when there are more}.
local function orphaned()
  return redis.call('HLEN', KEYS[2]) > redis.call('ZCARD', KEYS[1]) + redis.call('HLEN', KEYS[3])
end
if not orphaned() then return {0, 0} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local adopted = 0
-- Drawn by chance where they are many: a scan would read the elements as well, however large.
for _, id in ipairs(redis.call('HRANDFIELD', KEYS[2], ARGV[1])) do
  if redis.call('HEXISTS', KEYS[3], id) == 0 then adopted = adopted + redis.call('ZADD', KEYS[1], 'NX', now, id) end
end
return {adopted, orphaned() and 1 or 0}
