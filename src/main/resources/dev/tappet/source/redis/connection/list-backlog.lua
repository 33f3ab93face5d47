-- Counts what is still to be done.
-- KEYS 1 list  2 batches  3 messages
-- ARGV 1 most batches to look at
-- Returns {waiting, unfinished}. Of more batches than are looked at, those that chance draws stand for all.
local batches, open = redis.call('HLEN', KEYS[2]), 0
local function count(state) open = open + tonumber(string.match(state, ':(%d+)$')) end
if batches <= tonumber(ARGV[1]) then
  for _, state in ipairs(redis.call('HVALS', KEYS[2])) do count(state) end
else
  local drawn = redis.call('HRANDFIELD', KEYS[2], ARGV[1], 'WITHVALUES')
  for i = 2, #drawn, 2 do count(drawn[i]) end
  open = math.floor(open * batches / ARGV[1] + 0.5)
end
return {redis.call('LLEN', KEYS[1]), redis.call('HLEN', KEYS[3]) + open}
