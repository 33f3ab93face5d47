-- Enters again what this worker holds into a group that has forgotten it: it was destroyed and made anew.
-- KEYS 1 stream  2 lease  3 anew
-- ARGV 1 token  2 group  3 this consumer  4 how long in ms it is remembered that the group was made anew
--      5... id, attempt
-- Returns how many were forgotten, or -1 when the lease has gone to another worker.
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return -1 end
local restored = 0
for i = 5, #ARGV, 2 do
  if #redis.call('XPENDING', KEYS[1], ARGV[2], ARGV[i], ARGV[i], 1) == 0 then
    redis.call('XCLAIM', KEYS[1], ARGV[2], ARGV[3], 0, ARGV[i], 'RETRYCOUNT', ARGV[i + 1], 'FORCE', 'JUSTID')
    restored = restored + 1
  end
end
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local fields = {}
  for i = 1, #group, 2 do fields[group[i]] = group[i + 1] end
  if fields['name'] == ARGV[2] then redis.call('SET', KEYS[3], fields['last-delivered-id'], 'PX', ARGV[4]) end
end
return restored
