-- Takes messages whose time has come, and counts the attempt.
-- KEYS 1 due  2 messages  3 taken
-- ARGV 1 owner  2 most messages
-- Returns {messages that were gone, {id, attempt, element}, ...}.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[2])
local result = {0}
for _, id in ipairs(ids) do
  local message = redis.call('HGET', KEYS[2], id)
  if message then
    local colon = string.find(message, ':', 1, true)
    local attempt = tonumber(string.sub(message, 1, colon - 1)) + 1
    local element = string.sub(message, colon + 1)
    redis.call('HSET', KEYS[2], id, attempt .. ':' .. element)
    redis.call('HSET', KEYS[3], id, ARGV[1])
    result[#result + 1] = {id, attempt, element}
  else
    result[1] = result[1] + 1
  end
  redis.call('ZREM', KEYS[1], id)
end
return result
