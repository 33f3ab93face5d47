-- Puts entries off, unless another worker took them.
-- KEYS 1 stream  2 due  3 lease
-- ARGV 1 token  2 group  3 this consumer  4... id, delay in ms, attempt to forget ('1') or to keep ('0')
-- Returns 1, or -1 when the lease has gone to another worker.
local holder = redis.call('GET', KEYS[3])
if holder and holder ~= ARGV[1] then return -1 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 4, #ARGV, 3 do
  if ARGV[i + 2] == '1' then
    local pending = redis.call('XPENDING', KEYS[1], ARGV[2], ARGV[i], ARGV[i], 1, ARGV[3])
    if #pending == 1 then
      redis.call('XCLAIM', KEYS[1], ARGV[2], ARGV[3], 0, ARGV[i], 'RETRYCOUNT', math.max(0, pending[1][4] - 1),
        'JUSTID')
    end
  end
  redis.call('ZADD', KEYS[2], 'NX', now + ARGV[i + 1], ARGV[i])
end
return 1
