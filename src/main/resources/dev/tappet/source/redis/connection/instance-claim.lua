-- Has one process at a time have an instance id, and notes its signs of life.
-- KEYS 1 instances
-- ARGV 1 instance id  2 token of the process  3 lease in ms  4 since when the process has the id in ms, or '' where it
--      does not yet  5 what it works on  6 how long in ms those that are gone are kept  7 most of them that are
--      8 the server's time in ms, by what the process was told lately, or '' where the server is to look
-- Returns {since when this process has the id, by the server's clock in ms, or 0 while another has it, the server's time
-- in ms where it has looked, or 0}.
local lease, minute = tonumber(ARGV[3]), 60000
local function read(text)
  local token, since, last = string.match(text, '^(%S+) (%d+) (%d+) ')
  return token, since, tonumber(last)
end
local token, since, last
local found = redis.call('HGET', KEYS[1], ARGV[1])
if found then token, since, last = read(found) end
local own = token == ARGV[2]
local now, looked = own and tonumber(ARGV[8]), 0
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
  looked = now
end
-- A clock that was put back is to keep no id from all others.
if token and not own and math.abs(now - last) < lease then return {0, looked} end
local begun = own and since or ARGV[4] ~= '' and ARGV[4] or string.format('%.0f', now)
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. begun .. ' ' .. string.format('%.0f', now) .. ' ' .. ARGV[5])
if own and math.floor(last / minute) == math.floor(now / minute) then return {tonumber(begun), looked} end

-- Once a minute one of them removes those that are long gone.
local kept = tonumber(ARGV[6])
local left = redis.pcall('PTTL', KEYS[1])
if type(left) == 'number' and left > kept - minute then return {tonumber(begun), looked} end
redis.call('PEXPIRE', KEYS[1], kept)
local gone = {}
local all = redis.pcall('HGETALL', KEYS[1])
-- A right that much can do without is not needed for this alone.
if all.err then return {tonumber(begun), looked} end
for i = 1, #all, 2 do
  local other, _, seen = read(all[i + 1])
  if not other or math.abs(now - seen) > kept then
    redis.call('HDEL', KEYS[1], all[i])
  elseif math.abs(now - seen) >= lease then
    gone[#gone + 1] = {id = all[i], seen = seen}
  end
end
table.sort(gone, function(a, b) return a.seen > b.seen end)
for i = tonumber(ARGV[7]) + 1, #gone do redis.call('HDEL', KEYS[1], gone[i].id) end
return {tonumber(begun), looked}
