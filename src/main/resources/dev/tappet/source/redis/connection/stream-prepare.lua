-- Creates the consumer group where it is missing.
-- KEYS 1 stream
-- ARGV 1 group  2 start of a new group (0, $ or an id)  3 last position known from before the group was lost, or ''
-- Returns 1 when the group was made, 0 when it was there.
local start = ARGV[2]
local function older(a, b)
  local ams, aseq = string.match(a, '^(%d+)-(%d+)$')
  local bms, bseq = string.match(b, '^(%d+)-(%d+)$')
  ams, aseq, bms, bseq = tonumber(ams), tonumber(aseq), tonumber(bms), tonumber(bseq)
  return ams < bms or (ams == bms and aseq < bseq)
end
if ARGV[3] ~= '' then
  start = '0'
  if redis.call('EXISTS', KEYS[1]) == 1 then
    local info = redis.call('XINFO', 'STREAM', KEYS[1])
    for i = 1, #info, 2 do
      -- A stream whose newest id is older than what was read before is another stream: all of it is new.
      if info[i] == 'last-generated-id' and not older(info[i + 1], ARGV[3]) then start = ARGV[3] end
    end
  end
end
local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], start, 'MKSTREAM')
if made.err then
  if string.find(made.err, 'BUSYGROUP') then return 0 end
  return made
end
return 1
