-- Finds who works on a stream or a list, and how much each of them holds.
-- KEYS 1 workers  2 stream, or batches of a list  3 taken, for a list only
-- ARGV 1 prefix of the lease keys  2 most workers to tell of, and of everything else to look at  3 group, for a stream only
-- Returns {how many there are at least, name, messages that it holds, 1 when it is one of ours, 1 when its lease lasts,
-- name, ...}; those that hold most first.
local most = tonumber(ARGV[2])
local names, held = {}, {}
local function add(name, messages)
  if not held[name] then
    names[#names + 1] = name
    held[name] = 0
  end
  held[name] = held[name] + messages
end
if ARGV[3] then
  local consumers = redis.call('XINFO', 'CONSUMERS', KEYS[2], ARGV[3])
  for _, consumer in ipairs(consumers) do
    local fields = {}
    for i = 1, #consumer, 2 do fields[consumer[i]] = consumer[i + 1] end
    add(fields['name'], fields['pending'])
  end
else
  -- Of a great many those that chance draws stand for all.
  local function each(key, use)
    local size = redis.call('HLEN', key)
    local some = size > most and redis.call('HRANDFIELD', key, most, 'WITHVALUES') or redis.call('HGETALL', key)
    for i = 1, #some, 2 do use(some[i], some[i + 1], math.max(1, size / most)) end
  end
  local function hold(owner, messages)
    local instance = owner and string.match(owner, '^(.*)#[^#]*$')
    if instance then add(instance, messages) end
  end
  each(KEYS[2], function(name, state, times)
    hold(string.match(name, '^(.*):%d+$'), times * tonumber(string.match(state, ':(%d+)$') or 0))
  end)
  each(KEYS[3], function(id, owner, times) hold(owner, times) end)
end
local known = redis.call('HLEN', KEYS[1])
-- A right that streams can do without is not needed for this alone.
local some = known > most and redis.pcall('HRANDFIELD', KEYS[1], most) or redis.pcall('HKEYS', KEYS[1])
if not some.err then
  for _, name in ipairs(some) do add(name, 0) end
end
table.sort(names, function(a, b)
  if held[a] ~= held[b] then return held[a] > held[b] end
  return a < b
end)
local found = {math.max(#names, known)}
for i = 1, math.min(#names, most) do
  local name = names[i]
  local lease = redis.call('GET', ARGV[1] .. name)
  found[#found + 1] = name
  found[#found + 1] = math.floor(held[name] + 0.5)
  found[#found + 1] = ARGV[3] and redis.call('HEXISTS', KEYS[1], name) or 1
  found[#found + 1] = lease and lease ~= '!' and 1 or 0
end
return found
