-- Tells where the next entry of a stream can be put.
-- KEYS 1 stream
-- Returns {ms now, last id of the stream}.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if redis.call('EXISTS', KEYS[1]) == 1 then
  local info = redis.call('XINFO', 'STREAM', KEYS[1])
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then return {now, info[i + 1]} end
  end
end
return {now, '0-0'}
