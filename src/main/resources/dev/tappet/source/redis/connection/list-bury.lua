-- Writes a dead letter and removes its message. A place in a fresh batch is marked here and removed by list-trim or
-- list-finish.
-- KEYS 1 lease  2 due  3 messages  4 taken  5 batches  6 dead letters  7 batch, for a message of a fresh batch
-- ARGV 1 token  2 id  3 '1' when an earlier try may have succeeded  4 name of the batch  5 position in it
--      6 how many elements it had  7 name of the original's field  8 to 19 the fields that end a dead letter
--      20 the element, where an earlier answer was 0
-- Returns 1, also where an earlier try has done it already, 0 when the element is gone here and must be sent, or -1
-- when the lease has gone to another worker.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return -1 end
-- Every key is read before the first write: one of another type must not be found half-way.
redis.call('ZSCORE', KEYS[2], ARGV[2])
redis.call('HEXISTS', KEYS[4], ARGV[2])
local message = redis.call('HGET', KEYS[3], ARGV[2])
local place, element
if KEYS[7] then
  local state = redis.call('HGET', KEYS[5], ARGV[4])
  local length = redis.call('LLEN', KEYS[7])
  -- A batch loses elements at its start only, so its length tells what a lost record told.
  local base = state and tonumber(string.match(state, '^(%d+):')) or ARGV[6] - length
  if length > 0 and base + length == tonumber(ARGV[6]) then
    place = ARGV[5] - base
    element = place >= 0 and redis.call('LINDEX', KEYS[7], place) or ARGV[4]
    if element == ARGV[4] then return 1 end
  end
elseif not message and ARGV[3] == '1' then
  return 1
end
if not element and message then element = string.sub(message, string.find(message, ':', 1, true) + 1) end
element = element or ARGV[20]
if not element then return 0 end
local refusal = refused('ZREM', KEYS[2], 'HDEL', KEYS[3]) or place and refused('LSET', KEYS[7])
if refusal then return refusal end
redis.call('XADD', KEYS[6], '*', ARGV[7], element, unpack(ARGV, 8, 19))
redis.call('ZREM', KEYS[2], ARGV[2])
redis.call('HDEL', KEYS[3], ARGV[2])
redis.call('HDEL', KEYS[4], ARGV[2])
if place then redis.call('LSET', KEYS[7], place, ARGV[4]) end
return 1
