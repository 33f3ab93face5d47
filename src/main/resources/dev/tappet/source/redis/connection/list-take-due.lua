-- Takes messages whose time has come, as many as there is room for, and counts the attempt.
-- KEYS 1 due  2 messages  3 taken  4 alone
-- ARGV 1 owner  2 most messages  3 most bytes  4 bytes to count beside those of each element  5 most attempts
-- Returns {messages that were gone, bytes of the next where there was no room for it or 0,
--      {id, attempt, element, mark}, ...}; the mark is 1 when a worker died that held the message, 2 when this is its
--      last attempt besides, or was.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[2])
local refusal = #ids > 0 and refused('HSET', KEYS[2], 'ZREM', KEYS[1])
if refusal then return refusal end
local result, room = {0, 0}, tonumber(ARGV[3])
local most = tonumber(ARGV[5])
for i = 1, #ids, 2 do
  local id, score = ids[i], tonumber(ids[i + 1])
  local fraction = score - math.floor(score)
  local message = redis.call('HGET', KEYS[2], id)
  if message then
    local colon = string.find(message, ':', 1, true)
    local bytes = #message - colon + ARGV[4]
    if bytes > room then
      result[2] = bytes
      break
    end
    room = room - bytes
    local attempt = tonumber(string.sub(message, 1, colon - 1)) + 1
    local element = string.sub(message, colon + 1)
    redis.call('HSET', KEYS[2], id, attempt .. ':' .. element)
    redis.call('HSET', KEYS[3], id, ARGV[1])
    local mark = fraction > 0 and 1 or 0
    if mark == 1 and attempt >= most then
      -- A fraction of a half: its worker died. Where that happened while it ran alone, its attempts are used up. That is
      -- remembered until it is settled, for who takes it now may die as well.
      local ran = fraction == 0.5 and redis.call('HEXISTS', KEYS[4], id) == 1
      attempt, mark = ran and most + 1 or most, 2
    end
    result[#result + 1] = {id, attempt, element, mark}
  else
    result[1] = result[1] + 1
  end
  redis.call('ZREM', KEYS[1], id)
end
return result
