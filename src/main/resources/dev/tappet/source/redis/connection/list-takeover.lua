-- Takes over what an owner held that is gone: its messages become due now. The batches that this worker knows are
-- spared, so that it can look for its own lost ones.
-- KEYS 1 due  2 messages  3 batches  4 taken  5 the owner's lease  6 workers
-- ARGV 1 owner  2 its token  3 prefix of the batch keys  4 attempts to count for its fresh batches
--      5 how long in ms the owner's return is refused, or '' when the owner is this worker  6 the connection that the
--      owner lost, or '' when its lease has run out  7 its instance  8 most messages, but for the last batch
--      9 how many batches follow  10... names of spared batches, then ids of spared messages
-- Returns {messages that became due, 1 when there may be more}, or {-1, 0} when the owner is alive after all.
local holder = redis.call('GET', KEYS[5])
local dead = ARGV[5] ~= ''
local refusal = refused('SET', KEYS[5], 'HSETNX', KEYS[2], 'ZADD', KEYS[1], 'DEL', KEYS[3], 'HDEL', KEYS[3])
if refusal then return refusal end
if dead then
  if holder == ARGV[2] and (ARGV[6] == '' or redis.call('HGET', KEYS[6], ARGV[7]) ~= ARGV[6]) then return {-1, 0} end
  if not holder or holder == '!' or holder == ARGV[2] then redis.call('SET', KEYS[5], '!', 'PX', ARGV[5]) end
elseif holder and holder ~= ARGV[2] then
  return {-1, 0}
end
local spared = {}
local batches = tonumber(ARGV[9])
for i = 10, #ARGV do spared[(i < 10 + batches and 'b' or 'm') .. ARGV[i]] = true end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- The half tells what was in the hands of a dead worker: one of these may be what killed it.
if dead then now = now - 0.5 end
local most, seen, became = tonumber(ARGV[8]), 0, 0
for _, name in ipairs(redis.call('HKEYS', KEYS[3])) do
  local owner, number = string.match(name, '^(.*):(%d+)$')
  if owner == ARGV[1] and not spared['b' .. name] then
    if seen >= most then return {became, 1} end
    local base = tonumber(string.match(redis.call('HGET', KEYS[3], name), '^(%d+):'))
    for i, element in ipairs(redis.call('LRANGE', ARGV[3] .. name, 0, -1)) do
      seen = seen + 1
      if element ~= name then
        local id = ARGV[2] .. '-' .. number .. '-' .. (base + i - 1)
        if redis.call('HSETNX', KEYS[2], id, ARGV[4] .. ':' .. element) == 1 then
          became = became + redis.call('ZADD', KEYS[1], 'NX', now, id)
        end
      end
    end
    redis.call('DEL', ARGV[3] .. name)
    redis.call('HDEL', KEYS[3], name)
  end
end
local taken = redis.call('HGETALL', KEYS[4])
for i = 1, #taken, 2 do
  if taken[i + 1] == ARGV[1] and not spared['m' .. taken[i]] then
    if seen >= most then return {became, 1} end
    seen = seen + 1
    became = became + redis.call('ZADD', KEYS[1], 'NX', now, taken[i])
    redis.call('HDEL', KEYS[4], taken[i])
  end
end
-- A later life of the same instance may be alive.
if dead and (not holder or holder == '!' or holder == ARGV[2]) then redis.call('HDEL', KEYS[6], ARGV[7]) end
return {became, 0}
