-- Counts what is still to be done in some lists.
-- KEYS for each list: 1 list  2 batches  3 messages
-- ARGV for each list: 1 most batches to look at
-- Returns for each list {waiting, unfinished}, or a text where it cannot be answered. Of more batches than are looked at,
-- those that chance draws stand for all.
local function look(list, taken, messages, most)
  local batches, open = redis.call('HLEN', taken), 0
  local function count(state) open = open + tonumber(string.match(state, ':(%d+)$')) end
  if batches <= most then
    for _, state in ipairs(redis.call('HVALS', taken)) do count(state) end
  else
    local drawn = redis.call('HRANDFIELD', taken, most, 'WITHVALUES')
    for i = 2, #drawn, 2 do count(drawn[i]) end
    open = math.floor(open * batches / most + 0.5)
  end
  return {redis.call('LLEN', list), redis.call('HLEN', messages) + open}
end
local replies = {}
for i = 1, #ARGV do
  local done, reply = pcall(look, KEYS[3 * i - 2], KEYS[3 * i - 1], KEYS[3 * i], tonumber(ARGV[i]))
  if not done then reply = type(reply) == 'table' and reply['err'] or tostring(reply) end
  replies[i] = reply
end
return replies
