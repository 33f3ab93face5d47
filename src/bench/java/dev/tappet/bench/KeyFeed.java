package dev.tappet.bench;

import java.nio.charset.StandardCharsets;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.XTrimArgs;

/**
 * A backlog in a stream or a list.
 */
final class KeyFeed implements Feed {

	static final String GROUP = "bench";

	static final String FIELD = "payload";

	private static final int PART = 1000;

	private static final String FILL = """
			for i = ARGV[2] + 1, ARGV[2] + ARGV[1] do
			  local body = ARGV[3] .. string.format('%010d', i) .. ARGV[4]
			  if ARGV[5] == '' then redis.call('RPUSH', KEYS[1], body)
			  else redis.call('XADD', KEYS[1], '*', ARGV[5], body) end
			end
			""";

	private final BenchRedis redis;

	private final byte[] key;

	private final byte[] staged;

	private final boolean stream;

	private final Payloads payloads;

	private KeyFeed(BenchRedis redis, String key, boolean stream, Payloads payloads) {
		this.redis = redis;
		this.key = bytes(key);
		this.staged = bytes(key + ":staged");
		this.stream = stream;
		this.payloads = payloads;
	}

	static KeyFeed stream(BenchRedis redis, String key, Payloads payloads) {
		return new KeyFeed(redis, key, true, payloads);
	}

	static KeyFeed list(BenchRedis redis, String key, Payloads payloads) {
		return new KeyFeed(redis, key, false, payloads);
	}

	@Override
	public void stage(int messages) {
		clear();
		this.redis.commands().del(this.staged);
		for (int from = 0; from < messages; from += PART) {
			this.redis.commands()
				.eval(FILL, ScriptOutputType.STATUS, new byte[][] { this.staged },
						bytes(String.valueOf(Math.min(PART, messages - from))), bytes(String.valueOf(from)),
						this.payloads.prefix(), this.payloads.suffix(), bytes(this.stream ? FIELD : ""));
		}
		if (this.stream) {
			this.redis.commands()
				.xgroupCreate(StreamOffset.from(this.staged, "0"), bytes(GROUP), XGroupCreateArgs.Builder.mkstream());
		}
	}

	@Override
	public void release() {
		this.redis.commands().rename(this.staged, this.key);
	}

	@Override
	public long left() {
		long left = this.stream ? this.redis.commands().xpending(this.key, bytes(GROUP)).getCount()
				: this.redis.commands().llen(this.key);
		clear();
		return left;
	}

	/** Empties the key but leaves it its group. */
	private void clear() {
		if (this.stream && this.redis.commands().exists(this.key) > 0) {
			this.redis.commands().xtrim(this.key, XTrimArgs.Builder.maxlen(0));
		}
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
