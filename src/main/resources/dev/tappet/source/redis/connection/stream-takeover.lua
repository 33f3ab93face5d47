-- Takes over what a dead worker held: its entries become due now, and it loses its lease for good.
-- KEYS 1 stream  2 due  3 the dead worker's lease  4 workers
-- ARGV 1 group  2 this consumer  3 dead consumer  4 most entries  5 how long in ms the dead worker's return is refused
--      6 the connection that it lost, or '' when its lease has run out
-- Returns {entries that became due, 1 when there may be more}, or {-1, 0} when the worker is alive after all.
local holder = redis.call('GET', KEYS[3])
if holder and holder ~= '!' and (ARGV[6] == '' or redis.call('HGET', KEYS[4], ARGV[3]) ~= ARGV[6]) then
  return {-1, 0}
end
local refusal = refused('SET', KEYS[3], 'HDEL', KEYS[4], 'ZADD', KEYS[2], 'XCLAIM', KEYS[1])
if refusal then return refusal end
local pending = redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', ARGV[4], ARGV[3])
redis.call('SET', KEYS[3], '!', 'PX', ARGV[5])
if #pending == 0 then
  redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[3])
  redis.call('HDEL', KEYS[4], ARGV[3])
  return {0, 0}
end
local time = redis.call('TIME')
-- The half tells what was in hands from what waited: one of these may be what killed the worker.
local now = time[1] * 1000 + math.floor(time[2] / 1000) - 0.5
local ids, taken = {}, 0
for i, entry in ipairs(pending) do
  ids[i] = entry[1]
  taken = taken + redis.call('ZADD', KEYS[2], 'NX', now, entry[1])
end
ids[#ids + 1] = 'JUSTID'
redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, unpack(ids))
return {taken, 1}
