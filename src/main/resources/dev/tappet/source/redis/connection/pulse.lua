-- Keeps this worker's lease and looks when the next message is due.
-- KEYS 1 source  2 due  3 lease  4 workers
-- ARGV 1 token  2 lease in ms  3 '1' when the token is a new one, which no barred worker has  4 this worker
--      5 its connection, or '' where that is not known  6 the group when it holds entries of it, else ''
-- Returns {1, ms until the next message is due or -1, 1 when the group has forgotten this worker}, or {0} when another
-- worker took this one's messages.
local holder = redis.call('GET', KEYS[3])
if holder == '!' and ARGV[3] == '1' then holder = false end
if holder and holder ~= ARGV[1] then return {0} end
if holder then
  redis.call('PEXPIRE', KEYS[3], ARGV[2])
else
  redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[2])
end
redis.call('HSET', KEYS[4], ARGV[4], ARGV[5])
local forgotten = 0
if ARGV[6] ~= '' then
  local pending = redis.pcall('XPENDING', KEYS[1], ARGV[6], '-', '+', 1, ARGV[4])
  if not pending.err and #pending == 0 then
    -- A group that knows this consumer has not been destroyed since: what is not pending in it is done.
    forgotten = 1
    for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[6])) do
      for i = 1, #consumer, 2 do
        if consumer[i] == 'name' and consumer[i + 1] == ARGV[4] then forgotten = 0 end
      end
    end
  end
end
local first = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
if not first[2] then return {1, -1, forgotten} end
local time = redis.call('TIME')
return {1, math.max(0, math.ceil(tonumber(first[2]) - (time[1] * 1000 + time[2] / 1000))), forgotten}
