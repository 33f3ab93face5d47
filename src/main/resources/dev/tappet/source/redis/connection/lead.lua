-- Takes the lead of a trigger where nobody has it, or keeps it.
-- KEYS 1 leader
-- ARGV 1 this worker  2 lease in ms
-- Returns 1 when this worker leads.
local leader = redis.call('GET', KEYS[1])
if not leader then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1
end
if leader ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
