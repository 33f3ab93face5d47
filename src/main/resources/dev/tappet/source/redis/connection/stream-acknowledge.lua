-- Acknowledges entries, unless another worker took them.
-- KEYS 1 stream  2 lease
-- ARGV 1 token  2 group  3 '1' to remove the entries as well  4... ids
-- Returns how many were pending, or -1 when the lease has gone to another worker.
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return -1 end
local refusal = ARGV[3] == '1' and refused('XDEL', KEYS[1])
if refusal then return refusal end
local done = 0
for i = 4, #ARGV, 500 do
  local last = math.min(i + 499, #ARGV)
  done = done + redis.call('XACK', KEYS[1], ARGV[2], unpack(ARGV, i, last))
  if ARGV[3] == '1' then redis.call('XDEL', KEYS[1], unpack(ARGV, i, last)) end
end
return done
