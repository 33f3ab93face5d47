-- Writes a dead letter and removes its message. A place in a fresh batch is marked here and removed by list-trim or
-- list-finish.
-- KEYS 1 lease  2 messages  3 taken  4 dead letters  5 batches  6 batch, for a message of a fresh batch
-- ARGV 1 token  2 id  3 '1' when an earlier try may have succeeded  4 name of the batch  5 position in it
--      6... fields and values of the dead letter
-- Returns 1, or -1 when the lease has gone to another worker.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return -1 end
local place
if KEYS[6] then
  local state = redis.call('HGET', KEYS[5], ARGV[4])
  local base = state and tonumber(string.match(state, '^(%d+):'))
  if base and tonumber(ARGV[5]) >= base then place = ARGV[5] - base end
  if ARGV[3] == '1' and (not place or redis.call('LINDEX', KEYS[6], place) == ARGV[4]) then return 1 end
elseif ARGV[3] == '1' and redis.call('HEXISTS', KEYS[3], ARGV[2]) == 0 then
  return 1
end
redis.call('XADD', KEYS[4], '*', unpack(ARGV, 6))
redis.call('HDEL', KEYS[2], ARGV[2])
redis.call('HDEL', KEYS[3], ARGV[2])
if place then redis.call('LSET', KEYS[6], place, ARGV[4]) end
return 1
