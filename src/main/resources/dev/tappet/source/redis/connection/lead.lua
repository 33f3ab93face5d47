-- Takes the lead of a trigger, keeps it, gives it up, or looks who has it; and has others know how far the leader is.
-- KEYS 1 leader  2 progress, or nothing where nobody wants to know that
-- ARGV 1 this worker, with a sign at the end that no other worker's name goes on after  2 what is added to it: the id
--      of its connection, or ''  3 lease in ms  4 'take' where it may be taken if nobody has it, 'look' where only if
--      it was given up, 'watch' to give it up and look, 'tell', or 'leave'  5 the holder that is to lose it, or ''
--      6 how far this worker is, if it led last, or ''  7 how long that is kept in ms
-- Returns {1, '', 0, progress, ms} when this worker leads, else {0, holder or '' where there is none, ms until its
-- lease ends, progress, ms}: how far the last leader was, or '', and how long ago it told that.
local holder = redis.call('GET', KEYS[1])
local own = holder and string.sub(holder, 1, #ARGV[1]) == ARGV[1]
local told = ARGV[6] or ''
-- A server that has lost its data is told again by the one that led last.
local lost = not holder and told ~= '' and (ARGV[4] == 'watch' or ARGV[4] == 'leave')
if lost or (own and told ~= '') then redis.call('SET', KEYS[2], told, 'PX', ARGV[7]) end
if ARGV[4] == 'leave' then
  -- A key that is only missing may be lost, and its leader still there: this one says that it is gone.
  if own or lost then redis.call('SET', KEYS[1], '-', 'PX', ARGV[3]) end
  return {0, '', 0, '', 0}
end
if ARGV[4] == 'tell' then return {own and 1 or 0, '', 0, '', 0} end
local function left(key, most)
  local ms = redis.pcall('PTTL', key)
  -- Without the right to ask, the longest that it can be.
  if type(ms) == 'table' then return most end
  return ms
end
if ARGV[4] == 'watch' and own then
  redis.call('SET', KEYS[1], '-', 'PX', ARGV[3])
  holder = '-'
end
local progress = KEYS[2] and (not own or told == '') and redis.call('GET', KEYS[2]) or ''
local age = 0
if progress ~= '' then age = tonumber(ARGV[7]) - left(KEYS[2], tonumber(ARGV[7]) - tonumber(ARGV[3])) end
local free = ARGV[4] ~= 'watch' and (own or holder == '-' or (not holder and ARGV[4] == 'take'))
if free or (holder and holder == ARGV[5]) then
  redis.call('SET', KEYS[1], ARGV[1] .. ARGV[2], 'PX', ARGV[3])
  return {1, '', 0, progress, age}
end
if not holder then return {0, '', 0, progress, age} end
local remaining = left(KEYS[1], tonumber(ARGV[3]))
if remaining < 0 then
  -- Somebody else wrote it. It would keep all others from leading for ever.
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  remaining = tonumber(ARGV[3])
end
return {0, holder, remaining, progress, age}
