-- Writes a dead letter and acknowledges its entry, unless another worker took it.
-- KEYS 1 stream  2 lease  3 dead letters
-- ARGV 1 token  2 group  3 id  4 '1' when an earlier try may have succeeded  5 '1' to remove the entry as well
--      6 this consumer  7 'write', or 'ask' where a transaction is to write what is too long for a script
--      8 to 19 the fields that end a dead letter  20... fields and values of the original, where an earlier answer was 0
-- Returns 1 when it is done, 0 when it is not: the original is gone here and must be sent, or it was only asked. -1 when
-- the lease has gone to another worker.
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return -1 end
if ARGV[4] == '1' and #redis.call('XPENDING', KEYS[1], ARGV[2], ARGV[3], ARGV[3], 1) == 0 then
  -- A group that knows this consumer has not been destroyed since: what is not pending in it is done.
  for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[2])) do
    for i = 1, #consumer, 2 do
      if consumer[i] == 'name' and consumer[i + 1] == ARGV[6] then return 1 end
    end
  end
end
if ARGV[7] == 'ask' then
  -- A key of another type must be found here: a transaction does not end at its first error.
  redis.call('XLEN', KEYS[3])
  return 0
end
local refusal = refused('XACK', KEYS[1]) or ARGV[5] == '1' and refused('XDEL', KEYS[1])
if refusal then return refusal end
local letter
if ARGV[20] then
  letter = {unpack(ARGV, 20)}
else
  local found = redis.pcall('XRANGE', KEYS[1], ARGV[3], ARGV[3])
  if found.err or not found[1] then return 0 end
  letter = found[1][2]
end
for i = 8, 19 do letter[#letter + 1] = ARGV[i] end
redis.call('XADD', KEYS[3], '*', unpack(letter))
redis.pcall('XACK', KEYS[1], ARGV[2], ARGV[3])
if ARGV[5] == '1' then redis.pcall('XDEL', KEYS[1], ARGV[3]) end
return 1
