-- Makes entries due that are pending for this worker though it does not know them: a reply that was lost, or an
-- earlier life of this instance.
-- KEYS 1 stream  2 due
-- ARGV 1 group  2 this consumer  3 '1' when it was an earlier life of this instance, which may have died of one of
--      these  4... id, when it was delivered in ms
-- Returns how many became due. One that was delivered again since is in somebody's hands.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local due = ARGV[3] == '1' and now - 0.5 or now
local reclaimed = 0
for i = 4, #ARGV, 2 do
  local pending = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1, ARGV[2])
  if #pending == 1 and now - pending[1][3] <= ARGV[i + 1] + 1 then
    reclaimed = reclaimed + redis.call('ZADD', KEYS[2], 'NX', due, ARGV[i])
  end
end
return reclaimed
