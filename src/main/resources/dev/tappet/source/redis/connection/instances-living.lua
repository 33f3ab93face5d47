-- Says which of some instances live.
-- KEYS 1 instances
-- ARGV 1 lease in ms  2... their ids
-- Returns 1 for each that lives and 0 for each that does not.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local living = {}
for i = 2, #ARGV do
  local found = redis.call('HGET', KEYS[1], ARGV[i])
  local seen = found and string.match(found, '^%S+ %d+ (%d+) ')
  living[#living + 1] = seen and math.abs(now - tonumber(seen)) < tonumber(ARGV[1]) and 1 or 0
end
return living
