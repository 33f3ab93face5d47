-- Removes the elements of a batch that are done, while others of it are not.
-- KEYS 1 lease  2 batches  3 batch
-- ARGV 1 token  2 name of the batch  3 how many at its start are done  4 how many are open  5 how many elements it had
--      6... positions behind the start that are done
-- Returns 1, or -1 when the lease has gone to another worker.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return -1 end
local state = redis.call('HGET', KEYS[2], ARGV[2])
local length = redis.call('LLEN', KEYS[3])
local base = state and tonumber(string.match(state, '^(%d+):')) or ARGV[5] - length
-- Where somebody has removed or cut the batch, nobody knows which places are left. What is done ends with the batch.
if length == 0 or base + length ~= tonumber(ARGV[5]) then return 1 end
local first = math.max(base, tonumber(ARGV[3]))
local refusal = refused('HSET', KEYS[2]) or first > base and ARGV[6] and refused('LSET', KEYS[3])
if refusal then return refusal end
if first > base then redis.call('LTRIM', KEYS[3], first - base, -1) end
-- The batch's own name stands for an element that is done: nobody else knows it.
for i = 6, #ARGV do
  if tonumber(ARGV[i]) >= first then redis.call('LSET', KEYS[3], ARGV[i] - first, ARGV[2]) end
end
redis.call('HSET', KEYS[2], ARGV[2], string.format('%d', first) .. ':' .. ARGV[4])
return 1
