-- Takes new entries where none is unfinished.
-- KEYS 1 stream  2 due
-- ARGV 1 group  2 this consumer  3 most entries
-- Returns {0, {id, attempt, {field, value, ...}}, ...}, or {-1} while an entry is unfinished.
if redis.call('XPENDING', KEYS[1], ARGV[1])[1] > 0 or redis.call('EXISTS', KEYS[2]) == 1 then return {-1} end
local read = redis.call('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', ARGV[3], 'STREAMS', KEYS[1], '>')
local taken = {0}
if read then
  for _, entry in ipairs(read[1][2]) do taken[#taken + 1] = {entry[1], 1, entry[2]} end
end
return taken
