-- Counts what is still to be done in some streams, and finds the oldest of it.
-- KEYS for each stream: 1 stream  2 workers
-- ARGV for each stream: 1 group
-- Returns for each stream {waiting, or -1 where the server does not know it, unfinished, length of the stream, id the
-- group has read up to, time in ms, id of the first entry that waits or '', id of the first that is unfinished, for each
-- worker that has any, ...}; a text where it cannot be answered.
local function fields(reply)
  local info = {}
  for i = 1, #reply, 2 do info[reply[i]] = reply[i + 1] end
  return info
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function look(stream, workers, name)
  if redis.call('EXISTS', stream) == 0 then return {0, 0, 0, '0-0', now, ''} end
  local length = redis.call('XLEN', stream)
  local group
  for _, reply in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    local info = fields(reply)
    if info['name'] == name then group = info end
  end
  if not group then group = {['pending'] = 0, ['lag'] = length, ['last-delivered-id'] = '0-0'} end
  local found = {group['lag'] or -1, 0, length, group['last-delivered-id'], now, ''}
  if group['lag'] ~= 0 then
    local first = redis.call('XRANGE', stream, '(' .. found[4], '+', 'COUNT', 1)[1]
    if first then found[6] = first[1] else found[1] = 0 end
    -- A restart or a failover may take back how many were read, and they count as waiting again.
    found[1] = math.min(found[1], length)
  end
  -- A consumer that is nobody's of us may leave pending what it likes.
  if group['pending'] > 0 then
    for _, reply in ipairs(redis.call('XINFO', 'CONSUMERS', stream, name)) do
      local consumer = fields(reply)
      if consumer['pending'] > 0 and redis.call('HEXISTS', workers, consumer['name']) == 1 then
        found[2] = found[2] + consumer['pending']
        found[#found + 1] = redis.call('XPENDING', stream, name, '-', '+', 1, consumer['name'])[1][1]
      end
    end
  end
  return found
end
local replies = {}
for i = 1, #ARGV do
  local done, reply = pcall(look, KEYS[2 * i - 1], KEYS[2 * i], ARGV[i])
  if not done then reply = type(reply) == 'table' and reply['err'] or tostring(reply) end
  replies[i] = reply
end
return replies
