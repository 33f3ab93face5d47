-- Takes over what an owner held that is gone: its messages become due now. The batches that this worker knows are
-- spared, so that it can look for its own lost ones.
-- KEYS 1 due  2 messages  3 batches  4 taken  5 the owner's lease
-- ARGV 1 owner  2 its token  3 prefix of the batch keys  4 attempts to count for its fresh batches
--      5 how long in ms the owner's return is refused, or '' when the owner is this worker
--      6 how many batches follow  7... names of spared batches, then ids of spared messages
-- Returns how many became due, or -1 when the owner is alive after all.
local holder = redis.call('GET', KEYS[5])
if ARGV[5] ~= '' then
  if holder == ARGV[2] then return -1 end
  if not holder or holder == '!' then redis.call('SET', KEYS[5], '!', 'PX', ARGV[5]) end
elseif holder and holder ~= ARGV[2] then
  return -1
end
local spared = {}
local batches = tonumber(ARGV[6])
for i = 7, #ARGV do spared[(i < 7 + batches and 'b' or 'm') .. ARGV[i]] = true end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local became = 0
for _, name in ipairs(redis.call('HKEYS', KEYS[3])) do
  local owner, number = string.match(name, '^(.*):(%d+)$')
  if owner == ARGV[1] and not spared['b' .. name] then
    local base = tonumber(string.match(redis.call('HGET', KEYS[3], name), '^(%d+):'))
    for i, element in ipairs(redis.call('LRANGE', ARGV[3] .. name, 0, -1)) do
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
    became = became + redis.call('ZADD', KEYS[1], 'NX', now, taken[i])
    redis.call('HDEL', KEYS[4], taken[i])
  end
end
return became
