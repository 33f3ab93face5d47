-- Takes the lead of a trigger, keeps it, gives it up, or looks who has it.
-- KEYS 1 leader
-- ARGV 1 this worker, with a sign at the end that no other worker's name goes on after  2 what is added to it: the id
--      of its connection, or ''  3 lease in ms  4 'take' where it may be taken if nobody has it, 'look', or 'leave'
--      5 the holder that is to lose it, or ''
-- Returns {1, '', 0} when this worker leads, else {0, holder or '' where there is none, ms until its lease ends}.
local holder = redis.call('GET', KEYS[1])
local own = holder and string.sub(holder, 1, #ARGV[1]) == ARGV[1]
if ARGV[4] == 'leave' then
  -- A key that is only missing may be lost, and its leader still there: this one says that it is gone.
  if own then redis.call('SET', KEYS[1], '-', 'PX', ARGV[3]) end
  return {0, '', 0}
end
local free = holder == '-' or (not holder and ARGV[4] == 'take')
if own or free or (holder and holder == ARGV[5]) then
  redis.call('SET', KEYS[1], ARGV[1] .. ARGV[2], 'PX', ARGV[3])
  return {1, '', 0}
end
if not holder then return {0, '', 0} end
local remaining = redis.pcall('PTTL', KEYS[1])
-- Without the right to ask, the longest that it can be.
if type(remaining) == 'table' then remaining = tonumber(ARGV[3]) end
if remaining < 0 then
  -- Somebody else wrote it. It would keep all others from leading for ever.
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  remaining = tonumber(ARGV[3])
end
return {0, holder, remaining}
