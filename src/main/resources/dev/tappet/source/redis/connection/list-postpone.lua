-- Puts one message off. Its place in a fresh batch is marked here and removed by list-trim or list-finish.
-- KEYS 1 lease  2 due  3 messages  4 taken  5 batches  6 batch, for a message of a fresh batch
-- ARGV 1 token  2 id  3 delay in ms  4 attempts made  5 element  6 name of the batch  7 position in it
-- Returns 1, also where an earlier try has done it already, or -1 when the lease has gone to another worker.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return -1 end
local place
if KEYS[6] then
  local state = redis.call('HGET', KEYS[5], ARGV[6])
  local base = state and tonumber(string.match(state, '^(%d+):'))
  if not base or tonumber(ARGV[7]) < base then return 1 end
  place = ARGV[7] - base
  if redis.call('LINDEX', KEYS[6], place) == ARGV[6] then return 1 end
elseif (redis.call('HGET', KEYS[4], ARGV[2]) or ''):match('#([^#]*)$') ~= ARGV[1] then
  return 1
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[3], ARGV[2], ARGV[4] .. ':' .. ARGV[5])
redis.call('ZADD', KEYS[2], 'NX', now + ARGV[3], ARGV[2])
redis.call('HDEL', KEYS[4], ARGV[2])
if place then redis.call('LSET', KEYS[6], place, ARGV[6]) end
return 1
