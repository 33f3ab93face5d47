-- Moves elements aside into a batch of this worker, as many as there is room for.
-- KEYS 1 list  2 batch  3 batches, and to take nothing while anything is unfinished: 4 due  5 taken
-- ARGV 1 name of the batch  2 LPOP or RPOP  3 most elements  4 most bytes  5 bytes to count beside those of each element
--      6 how many elements to look at first, where that is not all
-- Returns the elements, then the bytes of the next one where there was no room for it.
if KEYS[4] and redis.call('EXISTS', KEYS[3], KEYS[4], KEYS[5]) > 0 then return {} end
local call, most, head = redis.call, tonumber(ARGV[3]), ARGV[2] == 'LPOP'
local room, beside = tonumber(ARGV[4]), tonumber(ARGV[5])
local elements, count, taken, left = {}, 0, 0, nil
-- What is looked at is copied, so what may be large is looked at little by little.
local step = tonumber(ARGV[6]) or most
while step > 0 do
  local part
  if head then
    part = call('LRANGE', KEYS[1], count, count + step - 1)
  else
    part = call('LRANGE', KEYS[1], -count - step, -count - 1)
  end
  local found = #part
  local bytes = found * beside
  for i = 1, found do bytes = bytes + #part[i] end
  if head and count == 0 and bytes <= room then
    -- Mostly there is room for all, and nothing to be copied.
    elements, count, taken = part, found, bytes
  else
    for i = 1, found do
      local element = part[head and i or found + 1 - i]
      bytes = #element + beside
      if taken + bytes > room then
        left = bytes
        break
      end
      count, taken = count + 1, taken + bytes
      elements[count] = element
    end
  end
  if left or found < step or count == most then break end
  step = math.min(most - count, 4 * step, math.max(1, math.floor((room - taken) * count / taken)))
end
if count > 0 then
  call('HSET', KEYS[3], ARGV[1], '0:' .. count)
  local done, pushed = 0, nil
  repeat
    local last = math.min(done + 1000, count)
    pushed = redis.pcall('RPUSH', KEYS[2], unpack(elements, done + 1, last))
    done = last
  until done == count or type(pushed) == 'table'
  -- A trim answers with nothing, where a pop would answer with all.
  local trimmed = type(pushed) == 'table' and pushed or redis.pcall('LTRIM', KEYS[1], head and count or 0, head and -1 or -1 - count)
  if trimmed.err then
    -- What is done before a refusal stays done, and the elements would be there twice.
    redis.call('DEL', KEYS[2])
    redis.call('HDEL', KEYS[3], ARGV[1])
    return trimmed
  end
end
if left then elements[count + 1] = left end
return elements
