-- Looks whether a list needs anybody. The workers share this: one of them looks, whichever comes first.
-- KEYS 1 list  2 due  3 looked  4 workers  5 batches  6 taken  7 messages
-- ARGV 1 this owner  2 prefix of the lease keys  3 '1' to look where another worker just has  4 ms until the next look
--      5 the same, while anything is unfinished
-- Returns {} where another worker has looked, else {1 when something may be new, ms until the next message is due or
-- -1, 1 when messages are neither due nor taken, owner, lease or '', connection or '', owner, ...}; an owner is
-- instance#token.
if ARGV[3] == '1' then
  redis.call('SET', KEYS[3], '1', 'PX', ARGV[4])
elseif not redis.call('SET', KEYS[3], '1', 'NX', 'PX', ARGV[4]) then
  return {}
end
local found = {redis.call('EXISTS', KEYS[1]), -1, 0}
if redis.call('EXISTS', KEYS[2], KEYS[5], KEYS[6], KEYS[7]) == 0 then return found end
if redis.call('HLEN', KEYS[7]) > redis.call('ZCARD', KEYS[2]) + redis.call('HLEN', KEYS[6]) then found[3] = 1 end
redis.call('PEXPIRE', KEYS[3], ARGV[5])
local first = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
if first[2] then
  local time = redis.call('TIME')
  found[2] = math.max(0, math.ceil(tonumber(first[2]) - (time[1] * 1000 + time[2] / 1000)))
end
local seen = {[ARGV[1]] = true}
local function look(owner)
  if owner and not seen[owner] then
    seen[owner] = true
    local instance, token = string.match(owner, '^(.*)#([^#]*)$')
    found[#found + 1] = owner
    found[#found + 1] = redis.call('GET', ARGV[2] .. instance) == token and token or ''
    found[#found + 1] = redis.call('HGET', KEYS[4], instance) or ''
  end
end
-- Of a great many a part is looked at, another one each time.
local most = 1000
local names = redis.call('HLEN', KEYS[5]) > most and redis.call('HRANDFIELD', KEYS[5], most)
    or redis.call('HKEYS', KEYS[5])
for _, name in ipairs(names) do look(string.match(name, '^(.*):%d+$')) end
if redis.call('HLEN', KEYS[6]) > most then
  local some = redis.call('HRANDFIELD', KEYS[6], most, 'WITHVALUES')
  for i = 2, #some, 2 do look(some[i]) end
else
  for _, owner in ipairs(redis.call('HVALS', KEYS[6])) do look(owner) end
end
return found
