-- Puts one message off. Its place in a fresh batch is marked here and removed by list-trim or list-finish.
-- KEYS 1 lease  2 due  3 messages  4 taken  5 batches  6 batch, for a message of a fresh batch
-- ARGV 1 token  2 id  3 delay in ms  4 attempts made  5 '1' when an earlier try may have succeeded  6 name of the batch
--      7 position in it  8 how many elements it had  9 the element, where an earlier answer was 0
-- Returns 1, also where an earlier try has done it already, 0 when the element is gone here and must be sent, or -1
-- when the lease has gone to another worker.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return -1 end
-- Every key is read before the first write: one of another type must not be found half-way.
local due = redis.call('ZSCORE', KEYS[2], ARGV[2])
local message = redis.call('HGET', KEYS[3], ARGV[2])
local owner = redis.call('HGET', KEYS[4], ARGV[2])
local place, element
if KEYS[6] then
  local state = redis.call('HGET', KEYS[5], ARGV[6])
  local length = redis.call('LLEN', KEYS[6])
  -- A batch loses elements at its start only, so its length tells what a lost record told.
  local base = state and tonumber(string.match(state, '^(%d+):')) or ARGV[8] - length
  if length > 0 and base + length == tonumber(ARGV[8]) then
    place = ARGV[7] - base
    element = place >= 0 and redis.call('LINDEX', KEYS[6], place) or ARGV[6]
    if element == ARGV[6] then return 1 end
  elseif message then
    return 1
  end
elseif owner and string.match(owner, '#([^#]*)$') ~= ARGV[1] then
  return 1
elseif not owner and (due or (not message and ARGV[5] == '1')) then
  return 1
end
element = element or (not message and ARGV[9])
if not element and not message then return 0 end
local refusal = refused('HSET', KEYS[3], 'ZADD', KEYS[2], 'HDEL', KEYS[4]) or place and refused('LSET', KEYS[6])
if refusal then return refusal end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local attempts = ARGV[4] .. ':'
if element then
  redis.call('HSET', KEYS[3], ARGV[2], attempts .. element)
elseif string.sub(message, 1, #attempts) ~= attempts then
  redis.call('HSET', KEYS[3], ARGV[2], attempts .. string.sub(message, string.find(message, ':', 1, true) + 1))
end
redis.call('ZADD', KEYS[2], 'NX', now + ARGV[3], ARGV[2])
redis.call('HDEL', KEYS[4], ARGV[2])
if place then redis.call('LSET', KEYS[6], place, ARGV[6]) end
return 1
