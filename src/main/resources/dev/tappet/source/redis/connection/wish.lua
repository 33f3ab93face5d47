-- Keeps what an operator wishes of a trigger, with the time of the server. What is wished already stays as it is.
-- KEYS 1 wishes
-- ARGV 1 trigger  2 'paused' or 'running'  3 who wishes it
-- Returns the wish that holds now: its state, when it was said in ms, and by whom, with a space between them.
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known and string.sub(known, 1, #ARGV[2] + 1) == ARGV[2] .. ' ' then return known end
local time = redis.call('TIME')
local wish = ARGV[2] .. ' ' .. string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)) .. ' ' .. ARGV[3]
redis.call('HSET', KEYS[1], ARGV[1], wish)
return wish
