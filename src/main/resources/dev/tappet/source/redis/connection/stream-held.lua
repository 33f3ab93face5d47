-- Finds what is pending for this worker and waits for no retry, a page at a time.
-- KEYS 1 stream  2 due
-- ARGV 1 group  2 this consumer  3 from which id on  4 most entries to look at
-- Returns {last id looked at or '', id, when it was delivered in ms, id, ...}.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local pending = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[3], '+', ARGV[4], ARGV[2])
local held = {#pending == tonumber(ARGV[4]) and pending[#pending][1] or ''}
for _, entry in ipairs(pending) do
  if not redis.call('ZSCORE', KEYS[2], entry[1]) then
    held[#held + 1] = entry[1]
    held[#held + 1] = now - entry[3]
  end
end
return held
