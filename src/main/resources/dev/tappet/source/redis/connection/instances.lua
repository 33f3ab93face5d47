-- Finds the instances that live, and those that have ended without a word.
-- KEYS 1 instances
-- ARGV 1 lease in ms  2 most instances to tell of  3 the trigger that they work on, or '' for all
-- Returns {how many there are, id, since when it lives in ms, when it showed its last sign of life, 1 when it lives,
-- id, ...}: those that live first, by their ids, then those that have ended, the last one first.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = {}
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local since, seen, triggers = string.match(all[i + 1], '^%S+ (%d+) (%d+) (.*)$')
  if since and (ARGV[3] == '' or string.find(triggers, ',' .. ARGV[3] .. ',', 1, true)) then
    local lives = math.abs(now - tonumber(seen)) < tonumber(ARGV[1])
    found[#found + 1] = {id = all[i], since = tonumber(since), seen = tonumber(seen), lives = lives}
  end
end
table.sort(found, function(a, b)
  if a.lives ~= b.lives then return a.lives end
  if not a.lives and a.seen ~= b.seen then return a.seen > b.seen end
  return a.id < b.id
end)
local told = {#found}
for i = 1, math.min(#found, tonumber(ARGV[2])) do
  local one = found[i]
  for _, value in ipairs({one.id, one.since, one.seen, one.lives and 1 or 0}) do told[#told + 1] = value end
end
return told
