package dev.tappet.source.redis;

import java.util.List;
import java.util.Map;

import dev.tappet.handler.RejectMessage;
import dev.tappet.handler.StreamEntry;
import dev.tappet.source.Features;
import dev.tappet.source.SourceConformance;
import dev.tappet.support.Calls;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs.StreamOffset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisStreamConformanceIT extends SourceConformance {

	RedisStreamConformanceIT(RedisKind kind) {
		super(kind);
	}

	@Override
	protected Features features() {
		return Features.ALL;
	}

	@Override
	protected Map<String, Object> source(String... keys) {
		Map<String, Object> settings = keys("redis-stream.key", keys);
		settings.put("redis-stream.payload-field", "payload");
		return settings;
	}

	@Override
	protected void send(String key, byte[] payload) {
		redis().bytes().xadd(key, Map.of("payload", payload));
	}

	@Override
	protected String deadLetters(String key, String trigger) {
		return poison(key);
	}

	@Override
	protected long unfinished(String key) {
		try {
			return redis().commands().xpending(key, TRIGGER).getCount();
		}
		catch (RedisCommandExecutionException ex) {
			// There is no group while nothing was read.
			return redis().commands().xlen(key);
		}
	}

	private String entry(String name) {
		return redis().commands().xadd(KEY, Map.of("name", name));
	}

	private Map<String, Object> whole(Object... settings) {
		return with(Map.of("redis-stream.key", KEY), settings);
	}

	private void startWhole(Object... settings) {
		start(service(whole(settings)).handler(TRIGGER, StreamEntry.class, this.calls::add));
	}

	private List<Object> entries() {
		return this.calls.all().stream().map(Calls.Call::payload).toList();
	}

	@Test
	void startsAtTheBeginningUnlessToldOtherwise() {
		String first = entry("a");
		startWhole();
		this.calls.await(1);
		assertThat(entries()).containsExactly(new StreamEntry(first, Map.of("name", "a")));
	}

	@Test
	void startsAtTheLatest() {
		entry("a");
		startWhole("redis-stream.start-from", "latest");
		String second = entry("b");
		this.calls.await(1);
		assertThat(entries()).containsExactly(new StreamEntry(second, Map.of("name", "b")));
	}

	@Test
	void startsAfterAnEntry() {
		entry("a");
		String second = entry("b");
		String third = entry("c");
		startWhole("redis-stream.start-from", second);
		this.calls.await(1);
		assertThat(entries()).containsExactly(new StreamEntry(third, Map.of("name", "c")));
	}

	@Test
	void goesOnWhereItsGroupStandsWhateverTheStart() {
		entry("a");
		TappetService first = start(service(whole()).handler(TRIGGER, StreamEntry.class, this.calls::add));
		this.calls.await(1);
		first.close();
		String second = entry("b");
		startWhole("redis-stream.start-from", "latest");
		this.calls.await(2);
		assertThat(entries()).last().isEqualTo(new StreamEntry(second, Map.of("name", "b")));
	}

	@Test
	void keepsEntriesUnlessToRemoveThem() {
		startWhole();
		entry("a");
		this.calls.await(1);
		eventually().until(() -> unfinished(KEY) == 0);
		assertThat(redis().commands().xlen(KEY)).isEqualTo(1);
	}

	@Test
	void removesEntriesOnceTheirHandlerSucceeded() {
		start(with(source(KEY), "redis-stream.delete-after-process", true), (payload, context) -> {
			this.calls.add(payload, context);
			if (payload.equals("m1") && context.attempt() == 1) {
				assertThat(redis().commands().xlen(KEY)).isPositive();
				throw new IllegalStateException("again");
			}
		});
		send(KEY, "m", 3);
		this.calls.await(4);
		eventually().until(() -> redis().commands().xlen(KEY) == 0);
		assertThat(unfinished(KEY)).isZero();
	}

	@Test
	void takesTheLastValueOfARepeatedField() {
		startWhole();
		String id = redis().commands().xadd(KEY, "name", "first", "name", "last");
		this.calls.await(1);
		assertThat(entries()).containsExactly(new StreamEntry(id, Map.of("name", "last")));
	}

	@Test
	void keepsRepeatedFieldsInDeadLetters() {
		start(service(whole("retry.max-attempts", 2)).handler(TRIGGER, StreamEntry.class, (entry, context) -> {
			throw new IllegalStateException("no");
		}));
		redis().commands().xadd(KEY, "name", "first", "name", "last", "", "");
		eventually().until(() -> deadLetters().size() == 1);
		String copies = redis().commands()
			.eval("local n = 0 for i, f in ipairs(redis.call('XRANGE', KEYS[1], '-', '+')[1][2]) do "
					+ "if f == 'name' then n = n + 1 end end return tostring(n)", ScriptOutputType.VALUE, poison(KEY));
		assertThat(copies).isEqualTo("2");
	}

	@Test
	void showsTheOtherFieldsAsHeaders() {
		start(source(KEY), this.calls::add);
		redis().commands().xadd(KEY, "tenant", "a", "payload", "hello", "trace", "7");
		this.calls.await(1);
		Calls.Call call = this.calls.all().getFirst();
		assertThat(call.payload()).isEqualTo("hello");
		assertThat(call.context().headers()).isEqualTo(Map.of("tenant", "a", "trace", "7"));
		assertThat(call.context().timestamp()).isNotNull();
	}

	@Test
	void keepsAnEntryWithoutItsPayloadFieldAsADeadLetter() {
		start(source(KEY), this.calls::add);
		redis().commands().xadd(KEY, "name", "a");
		eventually().until(() -> deadLetters().size() == 1);
		assertThat(deadLetters().getFirst().getBody().get("tappet-reason")).contains("payload");
		assertThat(this.calls.count()).isZero();
	}

	@Test
	void handsOutEntriesAgainThatOthersLeftPendingForIt() {
		redis().commands().xadd(KEY, Map.of("payload", "left"));
		redis().commands().xgroupCreate(StreamOffset.from(KEY, "0"), TRIGGER);
		@SuppressWarnings("unchecked") // Lettuce takes them as an array of generics
		List<StreamMessage<String, String>> taken = redis().commands()
			.xreadgroup(Consumer.from(TRIGGER, "a-dead-one"), StreamOffset.lastConsumed(KEY));
		assertThat(taken).hasSize(1);
		start(source(KEY), this.calls::add);
		this.calls.await(1);
		assertThat(this.calls.payloads()).containsExactly("left");
		assertThat(this.calls.attempts()).containsExactly(2);
	}

	@Test
	void makesItsGroupAgainWhereSomebodyDestroyedIt() {
		start(source(KEY), this.calls::add);
		send(KEY, "before", 3);
		this.calls.await(3);
		eventually().until(() -> unfinished(KEY) == 0);
		redis().commands().xgroupDestroy(KEY, TRIGGER);
		send(KEY, "after", 3);
		this.calls.await(6);
		assertThat(this.calls.payloads()).containsExactlyInAnyOrder("before0", "before1", "before2", "after0", "after1",
				"after2");
	}

	@Test
	void readsAStreamWhoseNameIsNotPlain() {
		String key = "kü {a} }{";
		start(with(Map.of("redis-stream.key[0]", key, "redis-stream.payload-field", "payload")), (payload, context) -> {
			this.calls.add(payload, context);
			throw new RejectMessage("no");
		});
		send(key, TestRedis.utf8("m"));
		this.calls.await(1);
		eventually().until(() -> redis().commands().xrange(poison(key), Range.unbounded()).size() == 1);
	}

}
