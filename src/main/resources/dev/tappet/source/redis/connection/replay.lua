-- Puts messages back from the dead letters to where they came from, and removes their dead letters.
-- KEYS 1 dead letters  2 stream, messages or replays  3 due, for messages
-- ARGV 1 what key 2 is  2 how the id of a marked entry ends  3 what the id of a marked element begins with
--      4 the name of the original's only field, or '' where it may have any  5 to 10 the fields that end a dead letter
--      11 how many names and values an edited copy has, or 0 where the originals go back  12... those, and then ids
-- Returns {how many were put back, how many ids were looked at, ids of entries that are too long for a script...}. The
-- call ends where it has done enough for one. An id that is not there counts for nothing, and so does an entry of
-- somebody else.
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))

local function original(fields)
  local length = #fields - 12
  if length < 2 then return nil end
  for i = 1, 6 do
    if fields[length + 2 * i - 1] ~= ARGV[4 + i] then return nil end
  end
  if ARGV[4] ~= '' and (length > 2 or fields[1] ~= ARGV[4]) then return nil end
  local kept = {}
  for i = 1, length do kept[i] = fields[i] end
  return kept
end

local last
local function lastId()
  if last then return last end
  if redis.call('EXISTS', KEYS[2]) == 0 then return '0-0' end
  local info = redis.call('XINFO', 'STREAM', KEYS[2])
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then return info[i + 1] end
  end
end

-- The next id that carries the mark. The numbers of an id have 64 bits and those of a script 53, so they are compared
-- and counted as text; only the few digits in front of the mark are a number.
local function marked()
  local ms, sequence = string.match(lastId(), '^(%d+)-(%d+)$')
  local multiple = 1
  if #ms < #now or (#ms == #now and ms < now) then
    ms = now
  else
    multiple = (tonumber(string.sub(sequence, 1, -#ARGV[2] - 1)) or 0) + 1
  end
  return ms .. '-' .. string.format('%d', multiple) .. ARGV[2]
end

local put = {
  stream = function(id, message)
    last = redis.call('XADD', KEYS[2], marked(), unpack(message))
  end,
  messages = function(id, message)
    -- Read before the first write: a key of another type must not be found half-way.
    redis.call('ZSCORE', KEYS[3], id)
    redis.call('HSET', KEYS[2], ARGV[3] .. id, '0:' .. message[2])
    redis.call('ZADD', KEYS[3], now, ARGV[3] .. id)
  end,
  replays = function(id, message)
    redis.call('RPUSH', KEYS[2], message[2])
  end
}

local writes = {
  stream = {'XADD', KEYS[2]}, messages = {'HSET', KEYS[2], 'ZADD', KEYS[3]}, replays = {'RPUSH', KEYS[2]}
}
local refusal = refused('XDEL', KEYS[1], unpack(writes[ARGV[1]]))
if refusal then return refusal end
local edited = {}
for i = 1, tonumber(ARGV[11]) do edited[i] = ARGV[11 + i] end
local answer, done = {0, 0}, 0
for i = 12 + #edited, #ARGV do
  if done > 1000000 then break end
  answer[2] = answer[2] + 1
  local found = redis.call('XRANGE', KEYS[1], ARGV[i], ARGV[i])[1]
  local message = found and original(found[2])
  if message and #edited > 0 then message = edited end
  -- A field costs about as much as some dozen bytes.
  done = done + (found and 32 * #found[2] or 0)
  for _, text in ipairs(message or {}) do done = done + #text end
  if message and #message > 7000 then
    answer[#answer + 1] = found[1]
  elseif message then
    put[ARGV[1]](found[1], message)
    redis.call('XDEL', KEYS[1], ARGV[i])
    answer[1] = answer[1] + 1
  end
end
return answer
