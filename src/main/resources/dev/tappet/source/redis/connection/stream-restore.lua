-- Enters again what this worker holds into a group that has forgotten it: it was destroyed and made anew.
-- KEYS 1 stream  2 lease
-- ARGV 1 token  2 group  3 this consumer  4... id, attempt
-- Returns how many were forgotten, or -1 when the lease has gone to another worker.
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return -1 end
local restored = 0
for i = 4, #ARGV, 2 do
  if #redis.call('XPENDING', KEYS[1], ARGV[2], ARGV[i], ARGV[i], 1) == 0 then
    redis.call('XCLAIM', KEYS[1], ARGV[2], ARGV[3], 0, ARGV[i], 'RETRYCOUNT', ARGV[i + 1], 'FORCE', 'JUSTID')
    restored = restored + 1
  end
end
return restored
