-- Takes entries whose time has come, as many as there is room for, and counts the attempt.
-- KEYS 1 stream  2 due
-- ARGV 1 group  2 this consumer  3 most entries  4 most bytes  5 bytes to count beside an entry and each of its names
--      and values
-- Returns {entries that were gone, bytes of the next where there was no room for it or 0,
--      {id, attempt, {field, value, ...}}, ...}.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ids = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, ARGV[3])
local taken, room = {0, 0}, tonumber(ARGV[4])
for _, id in ipairs(ids) do
  -- Looked at first: a claim counts the attempt.
  local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
  local bytes = tonumber(ARGV[5])
  for _, part in ipairs(entry and entry[2] or {}) do bytes = bytes + #part + ARGV[5] end
  if entry and bytes > room then
    taken[2] = bytes
    break
  end
  -- FORCE: a group that was destroyed and made again has forgotten the entry.
  local claimed = redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, id, 'FORCE')
  if claimed[1] and claimed[1][2] then
    local pending = redis.call('XPENDING', KEYS[1], ARGV[1], id, id, 1)
    taken[#taken + 1] = {id, pending[1][4], claimed[1][2]}
    room = room - bytes
  else
    redis.call('XACK', KEYS[1], ARGV[1], id)
    taken[1] = taken[1] + 1
  end
  redis.call('ZREM', KEYS[2], id)
end
return taken
