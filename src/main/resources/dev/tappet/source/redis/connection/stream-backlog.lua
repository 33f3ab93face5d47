-- Counts what is still to be done.
-- KEYS 1 stream  2 workers
-- ARGV 1 group
-- Returns {waiting, or -1 where the server does not know it, unfinished, length of the stream, id the group has read up
-- to}.
if redis.call('EXISTS', KEYS[1]) == 0 then return {0, 0, 0, '0-0'} end
local function fields(reply)
  local info = {}
  for i = 1, #reply, 2 do info[reply[i]] = reply[i + 1] end
  return info
end
local length = redis.call('XLEN', KEYS[1])
local group
for _, reply in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local info = fields(reply)
  if info['name'] == ARGV[1] then group = info end
end
if not group then return {length, 0, length, '0-0'} end
local unfinished = group['pending']
-- A consumer that is nobody's of us may leave pending what it likes.
if unfinished > 0 then
  unfinished = 0
  for _, reply in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
    local consumer = fields(reply)
    if redis.call('HEXISTS', KEYS[2], consumer['name']) == 1 then unfinished = unfinished + consumer['pending'] end
  end
end
return {group['lag'] or -1, unfinished, length, group['last-delivered-id']}
