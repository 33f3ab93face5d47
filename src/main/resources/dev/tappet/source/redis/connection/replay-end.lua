-- Ends a transaction that has put one entry back: removes its dead letter, or what was put where there is no such dead
-- letter any more.
-- KEYS 1 dead letters  2 stream
-- ARGV 1 id of the dead letter  2 id of what was put
-- Returns 1, 0 when somebody else was quicker, or -1 when nothing was put because the stream has grown past the id.
if #redis.call('XRANGE', KEYS[2], ARGV[2], ARGV[2]) == 0 then return -1 end
if redis.call('XDEL', KEYS[1], ARGV[1]) == 1 then return 1 end
redis.call('XDEL', KEYS[2], ARGV[2])
return 0
