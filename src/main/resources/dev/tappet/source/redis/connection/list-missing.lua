-- Finds the owners of taken messages whose lease has run out.
-- KEYS 1 batches  2 taken
-- ARGV 1 this owner  2 prefix of the lease keys
-- Returns {owner, owner, ...}; an owner is instance#token.
local seen, found = {[ARGV[1]] = true}, {}
local function look(owner)
  if owner and not seen[owner] then
    seen[owner] = true
    local instance, token = string.match(owner, '^(.*)#([^#]*)$')
    if redis.call('GET', ARGV[2] .. instance) ~= token then found[#found + 1] = owner end
  end
end
for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do look(string.match(name, '^(.*):%d+$')) end
for _, owner in ipairs(redis.call('HVALS', KEYS[2])) do look(owner) end
return found
