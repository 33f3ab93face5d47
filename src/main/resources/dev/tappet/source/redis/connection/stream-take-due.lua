-- Takes entries whose time has come, as many as there is room for, and counts the attempt.
-- KEYS 1 stream  2 due  3 anew  4 alone
-- ARGV 1 group  2 this consumer  3 most entries  4 most bytes  5 bytes to count beside an entry and each of its names
--      and values  6 most attempts
-- Returns {entries that were gone, bytes of the next where there was no room for it or 0,
--      {id, attempt, {field, value, ...}, mark}, ...}; the mark is 1 when a worker died that held the entry, 2 when this
--      is its last attempt besides, or was.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ids = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[3])
local refusal = #ids > 0 and refused('XACK', KEYS[1], 'ZREM', KEYS[2])
if refusal then return refusal end
local taken, room = {0, 0}, tonumber(ARGV[4])
local function isForgotten(id)
  local anew = redis.call('GET', KEYS[3])
  if not anew then return false end
  local ams, aseq = string.match(id, '^(%d+)-(%d+)$')
  local bms, bseq = string.match(anew, '^(%d+)-(%d+)$')
  if ams ~= bms then return #ams < #bms or (#ams == #bms and ams < bms) end
  return #aseq < #bseq or (#aseq == #bseq and aseq <= bseq)
end
local most, beside = tonumber(ARGV[6]), tonumber(ARGV[5])
for i = 1, #ids, 2 do
  local id, score = ids[i], tonumber(ids[i + 1])
  local fraction = score - math.floor(score)
  -- Looked at first: a claim counts the attempt.
  local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
  local bytes = beside
  for _, part in ipairs(entry and entry[2] or {}) do bytes = bytes + #part + beside end
  if entry and bytes > room then
    taken[2] = bytes
    break
  end
  local claimed = redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, id)
  if entry and #claimed == 0 and isForgotten(id) then
    claimed = redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, id, 'FORCE')
  end
  if claimed[1] and claimed[1][2] then
    local attempt = redis.call('XPENDING', KEYS[1], ARGV[1], id, id, 1)[1][4]
    local mark = fraction > 0 and 1 or 0
    if mark == 1 and attempt >= most then
      -- A fraction of a half: its worker died. Where that happened while it ran alone, its attempts are used up. That is
      -- remembered until it is settled, for who takes it now may die as well.
      local ran = fraction == 0.5 and redis.call('HEXISTS', KEYS[4], id) == 1
      attempt, mark = ran and most + 1 or most, 2
    end
    taken[#taken + 1] = {id, attempt, claimed[1][2], mark}
    room = room - bytes
  elseif not entry then
    redis.call('XACK', KEYS[1], ARGV[1], id)
    taken[1] = taken[1] + 1
  end
  -- What is there and not pending was acknowledged by somebody, and is done.
  redis.call('ZREM', KEYS[2], id)
end
return taken
