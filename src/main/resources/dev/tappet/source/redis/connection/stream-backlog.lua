-- Counts what is still to be done.
-- KEYS 1 stream
-- ARGV 1 group
-- Returns {waiting, unfinished}.
if redis.call('EXISTS', KEYS[1]) == 0 then return {0, 0} end
local position, pending, lag
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local info = {}
  for i = 1, #group, 2 do info[group[i]] = group[i + 1] end
  if info['name'] == ARGV[1] then position, pending, lag = info['last-delivered-id'], info['pending'], info['lag'] end
end
if not position then return {redis.call('XLEN', KEYS[1]), 0} end
if lag then return {lag, pending} end
-- The server does not know the lag (before 7.0, or after deletions): count, up to a bound.
local waiting, from = 0, '(' .. position
while waiting < 100000 do
  local page = redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', 1000)
  waiting = waiting + #page
  if #page < 1000 then break end
  from = '(' .. page[#page][1]
end
return {waiting, pending}
