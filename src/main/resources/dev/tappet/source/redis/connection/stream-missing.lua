-- Finds the consumers of the group whose lease has run out.
-- KEYS 1 stream
-- ARGV 1 group  2 this consumer  3 prefix of the lease keys
-- Returns {last delivered id, '1' when the group knows this consumer, consumer, consumer, ...}.
local found = {'', '0'}
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local name, position
  for i = 1, #group, 2 do
    if group[i] == 'name' then name = group[i + 1] end
    if group[i] == 'last-delivered-id' then position = group[i + 1] end
  end
  if name == ARGV[1] then found[1] = position end
end
if found[1] == '' then return redis.error_reply('NOGROUP the group is gone') end
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local name
  for i = 1, #consumer, 2 do
    if consumer[i] == 'name' then name = consumer[i + 1] end
  end
  if name == ARGV[2] then
    found[2] = '1'
  else
    local holder = redis.call('GET', ARGV[3] .. name)
    if not holder or holder == '!' then found[#found + 1] = name end
  end
end
return found
