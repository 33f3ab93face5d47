-- Counts entries of a stream, as many as one call may read.
-- KEYS 1 stream
-- ARGV 1 id to begin behind  2 id to end with, or +  3 most entries
-- Returns {how many, id of the last of them, 1 when there may be more}.
local most, count, last, read, size = tonumber(ARGV[3]), 0, ARGV[1], 0, 1
while count < most and read < 100000 do
  size = math.min(size, most - count)
  local page = redis.call('XRANGE', KEYS[1], '(' .. last, ARGV[2], 'COUNT', size)
  count = count + #page
  if #page > 0 then last = page[#page][1] end
  if #page < size then return {count, last, 0} end
  -- Entries cannot be counted without reading them, so large ones are read one by one. A field costs about as much as
  -- some dozen bytes.
  for _, entry in ipairs(page) do
    read = read + 32 * #entry[2]
    for _, text in ipairs(entry[2]) do read = read + #text end
  end
  size = math.min(size * 2, 64)
end
return {count, last, 1}
