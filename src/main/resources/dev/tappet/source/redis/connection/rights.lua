-- Tells which of some commands the user may not send. Nothing of them is run.
-- ARGV for each command: how many words it has, then these
-- Returns the numbers of those that are refused, counted from 0; or {-1} where the server cannot be asked, before 7.0.
if not redis.acl_check_cmd then return {-1} end
local refused, number, at = {}, 0, 1
while ARGV[at] do
  local last = at + ARGV[at]
  -- A command that the server does not know is refused to nobody.
  local known, may = pcall(redis.acl_check_cmd, unpack(ARGV, at + 1, last))
  if known and not may then refused[#refused + 1] = number end
  number, at = number + 1, last + 1
end
return refused
