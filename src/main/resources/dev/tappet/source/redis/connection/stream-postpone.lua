-- Puts entries off, unless another worker took them.
-- KEYS 1 stream  2 due  3 lease
-- ARGV 1 token  2 group  3 this consumer  4... id, delay in ms, attempt to forget ('1') or to keep ('0'), '1' when an
--      earlier try may have succeeded
-- Returns 1, or -1 when the lease has gone to another worker.
local holder = redis.call('GET', KEYS[3])
if holder and holder ~= ARGV[1] then return -1 end
-- Read before the first write: a key of another type must not be found half-way.
redis.call('ZSCORE', KEYS[2], ARGV[1])
local refusal = refused('XCLAIM', KEYS[1], 'ZADD', KEYS[2])
if refusal then return refusal end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- A group that knows this consumer has not been destroyed since: what is not pending in it is done.
local isKnown
local function known()
  if isKnown ~= nil then return isKnown end
  isKnown = false
  for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[2])) do
    for i = 1, #consumer, 2 do
      if consumer[i] == 'name' and consumer[i + 1] == ARGV[3] then isKnown = true end
    end
  end
  return isKnown
end
local function done(id)
  if redis.call('ZSCORE', KEYS[2], id) then return true end
  local pending = redis.call('XPENDING', KEYS[1], ARGV[2], id, id, 1)
  if #pending == 1 then return pending[1][2] ~= ARGV[3] end
  return known()
end
for i = 4, #ARGV, 4 do
  local id = ARGV[i]
  if ARGV[i + 3] ~= '1' or not done(id) then
    if ARGV[i + 2] == '1' then
      local pending = redis.call('XPENDING', KEYS[1], ARGV[2], id, id, 1, ARGV[3])
      if #pending == 1 then
        redis.call('XCLAIM', KEYS[1], ARGV[2], ARGV[3], 0, id, 'RETRYCOUNT', math.max(0, pending[1][4] - 1), 'JUSTID')
      end
    end
    redis.call('ZADD', KEYS[2], 'NX', now + ARGV[i + 1], id)
  end
end
return 1
