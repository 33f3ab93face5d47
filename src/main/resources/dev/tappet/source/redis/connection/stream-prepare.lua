-- Creates the consumer group where it is missing.
-- KEYS 1 stream  2 position  3 anew  4 due
-- ARGV 1 group  2 start of a new group (0, $ or an id)  3 last position known from before the group was lost, or ''
--      4 how long in ms it is remembered that the group was made anew
-- Returns 0 when the group was there, 1 when it was made, 2 when it was made in the place of one that was lost.
local function compare(a, b)
  local ams, aseq = string.match(a, '^(%d+)-?(%d*)$')
  local bms, bseq = string.match(b, '^(%d+)-?(%d*)$')
  -- The numbers of an id have 64 bits and those of a script 53, so they are compared as text.
  if #ams ~= #bms then return #ams - #bms end
  if ams ~= bms then return ams < bms and -1 or 1 end
  if #aseq ~= #bseq then return #aseq - #bseq end
  if aseq ~= bseq then return aseq < bseq and -1 or 1 end
  return 0
end
local stored = redis.call('HMGET', KEYS[2], 'id', 'read', 'print')
local known = ARGV[3]
local start, read = ARGV[2], nil
if known ~= '' then
  if stored[1] and compare(stored[1], known) > 0 then known = stored[1] end
  -- In doubt it is another stream, and all of it is new.
  start = '0'
  if redis.call('EXISTS', KEYS[1]) == 1 then
    local info, list = {}, redis.call('XINFO', 'STREAM', KEYS[1])
    for i = 1, #list, 2 do info[list[i]] = list[i + 1] end
    local same = compare(info['last-generated-id'], known) >= 0
    if same and #redis.call('XRANGE', KEYS[1], '-', known, 'COUNT', 1) > 0 then
      local id = stored[1] or known
      local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
      if entry and stored[1] and stored[3] ~= '' then
        local fields, length = entry[2], 0
        for i = 1, #fields do length = length + #fields[i] end
        same = stored[3] == #fields .. ':' .. length .. ':' .. string.sub(fields[2], 1, 64)
            .. string.sub(fields[#fields], 1, 64)
      elseif not entry then
        local deleted = info['max-deleted-entry-id']
        same = deleted ~= nil and compare(deleted, id) >= 0
      end
    end
    if same then
      start = known
      if stored[1] == known and stored[2] ~= '' then read = stored[2] end
    end
  end
end
local refusal = known ~= '' and (refused('SET', KEYS[3]) or refused('DEL', KEYS[3]))
if refusal then return refusal end
local made
if read then made = redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], start, 'MKSTREAM', 'ENTRIESREAD', read) end
if not made or (made.err and not string.find(made.err, 'BUSYGROUP')) then
  -- Before 7.0 it takes no such number.
  made = redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], start, 'MKSTREAM')
end
if made.err then
  if string.find(made.err, 'BUSYGROUP') then return 0 end
  return made
end
if known == '' then return 1 end
if start == '0' then
  -- What waited is read again as well, or was of another stream.
  redis.call('DEL', KEYS[3], KEYS[4])
else
  -- What was pending up to here is forgotten, and is not done for that.
  redis.call('SET', KEYS[3], start, 'PX', ARGV[4])
end
return 2
