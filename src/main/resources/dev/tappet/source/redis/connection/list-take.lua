-- Moves elements aside into a batch of this worker.
-- KEYS 1 list  2 batch  3 batches  4 due  5 taken
-- ARGV 1 name of the batch  2 LPOP or RPOP  3 most elements  4 '1' to take nothing while anything is unfinished
-- Returns the elements.
if ARGV[4] == '1' and redis.call('EXISTS', KEYS[3], KEYS[4], KEYS[5]) > 0 then return {} end
local most, head = tonumber(ARGV[3]), ARGV[2] == 'LPOP'
local elements
if head then
  elements = redis.call('LRANGE', KEYS[1], 0, most - 1)
else
  local tail = redis.call('LRANGE', KEYS[1], -most, -1)
  elements = {}
  for i = #tail, 1, -1 do elements[#elements + 1] = tail[i] end
end
if #elements == 0 then return {} end
for from = 1, #elements, 1000 do
  redis.call('RPUSH', KEYS[2], unpack(elements, from, math.min(from + 999, #elements)))
end
redis.call('HSET', KEYS[3], ARGV[1], '0:' .. #elements)
-- Last, for what is done before a refusal stays done. A trim answers with nothing, where a pop would answer with all.
if head then
  redis.call('LTRIM', KEYS[1], #elements, -1)
else
  redis.call('LTRIM', KEYS[1], 0, -1 - #elements)
end
return elements
