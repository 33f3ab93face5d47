-- Keeps this worker's lease and looks around.
-- KEYS 1 source  2 due  3 lease
-- ARGV 1 token  2 lease in ms  3 '1' when the token is a new one, which no barred worker has
-- Returns {1, ms until the next message is due or -1}, or {0} when another worker took this one's messages.
local holder = redis.call('GET', KEYS[3])
if holder == '!' and ARGV[3] == '1' then holder = false end
if holder and holder ~= ARGV[1] then return {0} end
if holder then
  redis.call('PEXPIRE', KEYS[3], ARGV[2])
else
  redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[2])
end
local first = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
if not first[2] then return {1, -1} end
local time = redis.call('TIME')
return {1, math.max(0, math.ceil(tonumber(first[2]) - (time[1] * 1000 + time[2] / 1000)))}
