-- Takes entries whose time has come, and counts the attempt.
-- KEYS 1 stream  2 due
-- ARGV 1 group  2 this consumer  3 most entries
-- Returns {entries that were gone, {id, attempt, {field, value, ...}}, ...}.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ids = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, ARGV[3])
local taken = {0}
for _, id in ipairs(ids) do
  -- FORCE: a group that was destroyed and made again has forgotten the entry.
  local claimed = redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, id, 'FORCE')
  if claimed[1] and claimed[1][2] then
    local pending = redis.call('XPENDING', KEYS[1], ARGV[1], id, id, 1)
    taken[#taken + 1] = {id, pending[1][4], claimed[1][2]}
  else
    redis.call('XACK', KEYS[1], ARGV[1], id)
    taken[1] = taken[1] + 1
  end
  redis.call('ZREM', KEYS[2], id)
end
return taken
