-- Tells how long some streams and lists are.
-- KEYS streams and lists
-- ARGV for each of them: XLEN or LLEN
-- Returns the length of each, or a text where it cannot be told.
local replies = {}
for i = 1, #KEYS do
  local reply
  if ARGV[i] == 'LLEN' then reply = redis.pcall('LLEN', KEYS[i]) else reply = redis.pcall('XLEN', KEYS[i]) end
  replies[i] = type(reply) == 'table' and reply['err'] or reply
end
return replies
