-- Takes new entries where none is unfinished, as many as there is room for.
-- KEYS 1 stream  2 due  3 workers
-- ARGV 1 group  2 this consumer  3 most entries  4 most bytes  5 bytes to count beside an entry and each of its names
--      and values
-- Returns {0, bytes of the next where there was no room for it or 0, {id, attempt, {field, value, ...}}, ...}, or
--      {-1, 0} while an entry is unfinished.
if redis.call('EXISTS', KEYS[2]) == 1 then return {-1, 0} end
local pending = redis.call('XPENDING', KEYS[1], ARGV[1])
for _, consumer in ipairs(pending[1] > 0 and pending[4] or {}) do
  -- What is pending for a consumer that is none of ours holds nobody up.
  if consumer[1] == ARGV[2] or redis.call('HEXISTS', KEYS[3], consumer[1]) == 1 then return {-1, 0} end
end
local function position()
  for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
    local info = {}
    for i = 1, #group, 2 do info[group[i]] = group[i + 1] end
    if info['name'] == ARGV[1] then return info['last-delivered-id'] end
  end
end
-- Looked at first and one by one: what is read in order cannot be handed back, and would be behind what follows it.
local from, count, room, left = position(), 0, tonumber(ARGV[4]), 0
local beside = tonumber(ARGV[5])
while from and count < tonumber(ARGV[3]) do
  local entry = redis.call('XRANGE', KEYS[1], '(' .. from, '+', 'COUNT', 1)[1]
  if not entry then break end
  local bytes = beside
  for _, part in ipairs(entry[2]) do bytes = bytes + #part + beside end
  if bytes > room then
    left = bytes
    break
  end
  from, count, room = entry[1], count + 1, room - bytes
end
local taken = {0, left}
-- Without a group the read says so.
if count > 0 or not from then
  local read = redis.call('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', math.max(1, count), 'STREAMS', KEYS[1], '>')
  for _, entry in ipairs(read and read[1][2] or {}) do taken[#taken + 1] = {entry[1], 1, entry[2]} end
end
return taken
