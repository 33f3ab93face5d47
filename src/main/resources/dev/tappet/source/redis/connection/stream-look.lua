-- Looks whether a stream needs anybody. The workers share this: one of them looks, whichever comes first.
-- KEYS 1 stream  2 due  3 looked  4 workers  5 position
-- ARGV 1 group  2 this consumer  3 prefix of the lease keys  4 '1' to look where another worker just has
--      5 '1' to find workers that hold nothing as well  6 ms until the next look  7 the same, while anything is
--      unfinished  8 the position at its last look
-- Returns {} where another worker has looked, else {1 when something may be new, ms until the next message is due or
-- -1, entries pending for this consumer, position, worker, lease or '', connection or '', worker, ...}.
if ARGV[4] == '1' then
  redis.call('SET', KEYS[3], '1', 'PX', ARGV[6])
elseif not redis.call('SET', KEYS[3], '1', 'NX', 'PX', ARGV[6]) then
  return {}
end
local groups = redis.pcall('XINFO', 'GROUPS', KEYS[1])
if groups.err then
  if string.find(groups.err, 'no such key') then return redis.error_reply('NOGROUP the stream is gone') end
  return groups
end
local info
for _, group in ipairs(groups) do
  local fields = {}
  for i = 1, #group, 2 do fields[group[i]] = group[i + 1] end
  if fields['name'] == ARGV[1] then info = fields end
end
if not info then return redis.error_reply('NOGROUP the group is gone') end
local position, lag = info['last-delivered-id'], info['lag']
local behind = lag ~= 0
-- A restart or a failover may take back how many were read, and they count as waiting again. To look costs a copy of an
-- entry, so that is doubted where nothing was read since the last look, and else now and then.
if behind and (not lag or position == ARGV[8] or redis.call('TIME')[1] % 20 < 2) then
  behind = #redis.call('XRANGE', KEYS[1], '(' .. position, '+', 'COUNT', 1) > 0
  local read = info['entries-read']
  if lag and read and not behind and redis.acl_check_cmd('XGROUP', 'SETID', KEYS[1], ARGV[1], position) then
    -- A large number as such would be sent with an exponent.
    local all = string.format('%.0f', read + lag)
    redis.pcall('XGROUP', 'SETID', KEYS[1], ARGV[1], position, 'ENTRIESREAD', all)
  end
end
local found = {behind and 1 or 0, -1, 0, position}
if position ~= ARGV[8] then
  -- By this the stream is known again, should its group be lost.
  local entry = redis.call('XRANGE', KEYS[1], position, position)[1]
  local print = ''
  if entry then
    local fields, length = entry[2], 0
    for i = 1, #fields do length = length + #fields[i] end
    print = #fields .. ':' .. length .. ':' .. string.sub(fields[2], 1, 64) .. string.sub(fields[#fields], 1, 64)
  end
  redis.call('HSET', KEYS[5], 'id', position, 'read', info['entries-read'] or '', 'print', print)
  redis.call('EXPIRE', KEYS[5], 2592000)
end
if info['pending'] == 0 and ARGV[5] ~= '1' then return found end
if info['pending'] > 0 then redis.call('PEXPIRE', KEYS[3], ARGV[7]) end
local first = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
if first[2] then
  local time = redis.call('TIME')
  found[2] = math.max(0, math.ceil(tonumber(first[2]) - (time[1] * 1000 + time[2] / 1000)))
end
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local fields = {}
  for i = 1, #consumer, 2 do fields[consumer[i]] = consumer[i + 1] end
  local name, pending = fields['name'], fields['pending']
  if name == ARGV[2] then
    found[3] = pending
  elseif pending > 0 or ARGV[5] == '1' then
    -- Others than ours may read in the same group, and are left alone.
    local connection = redis.call('HGET', KEYS[4], name)
    if connection then
      local holder = redis.call('GET', ARGV[3] .. name)
      found[#found + 1] = name
      found[#found + 1] = (holder and holder ~= '!') and holder or ''
      found[#found + 1] = connection
    end
  end
end
return found
