-- Begins each script that asks, before its first write, whether any of its later writes is refused to the user: what
-- was done before a refusal stays done.
-- Takes pairs of a command and its key. Returns the refusal of the first command that is refused, or nil.
local function refused(...)
  local asked, own = {...}, nil
  -- Before 7.0 nobody can be asked, so what has no effect on a key that is not there is tried; HSET lacks a value. Of
  -- HSETNX and RPUSH there is nothing that has no effect: where they are refused, nothing has been done before them.
  local harmless = {
    DEL = {}, HSET = {'0', '0', '0'}, HDEL = {'0'}, ZREM = {'0'}, ZADD = {'XX', '0', '0'}, SET = {'', 'XX'}, LTRIM = {'0', '-1'},
    LSET = {'0', '0'}, XADD = {'NOMKSTREAM', '*', '0', '0'}, XDEL = {'0-0'}, XACK = {'0', '0-0'},
    XCLAIM = {'0', '0', '0', '0-0'}
  }
  for _, key in ipairs(KEYS) do
    if string.sub(key, 1, 7) == 'tappet:' then own = key .. '::' end
  end
  for i = 1, #asked, 2 do
    local command, key, may = asked[i], asked[i + 1], true
    if redis.acl_check_cmd then
      may = redis.acl_check_cmd(command, key)
    elseif harmless[command] and (own or command == 'XDEL') then
      -- Where no key is ours the user may have no right to one that is not there.
      local reply = redis.pcall(command, own or key, unpack(harmless[command]))
      may = type(reply) ~= 'table' or not reply.err or not string.find(reply.err, 'The user executing the script')
    end
    if not may then
      return redis.error_reply("NOPERM this user has no permissions to run the '" .. string.lower(command) .. "' command")
    end
  end
end
