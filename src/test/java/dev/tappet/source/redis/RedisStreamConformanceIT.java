package dev.tappet.source.redis;

import java.util.List;
import java.util.Map;

import dev.tappet.handler.RejectMessage;
import dev.tappet.handler.StreamEntry;
import dev.tappet.source.Feature;
import dev.tappet.source.Features;
import dev.tappet.support.Calls;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs.StreamOffset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisStreamConformanceIT extends RedisConformance<StreamBroker> {

	RedisStreamConformanceIT(RedisKind kind) {
		super(new StreamBroker(kind), Features.ALL.without(Feature.PARTS));
	}

	@Override
	int connections() {
		return 1;
	}

	private String entry(String name) {
		return redis().commands().xadd(QUEUE, Map.of("name", name));
	}

	private Map<String, Object> whole(Object... settings) {
		return with(Map.of("redis-stream.key", QUEUE), settings);
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
		eventually().until(() -> unfinished() == 0);
		assertThat(redis().commands().xlen(QUEUE)).isEqualTo(1);
	}

	@Test
	void removesEntriesOnceTheirHandlerSucceeded() {
		start(with(this.broker.reading(QUEUE), "redis-stream.delete-after-process", true), (payload, context) -> {
			this.calls.add(payload, context);
			if (payload.equals("m1") && context.attempt() == 1) {
				assertThat(redis().commands().xlen(QUEUE)).isPositive();
				throw new IllegalStateException("again");
			}
		});
		send("m", 3);
		this.calls.await(4);
		eventually().until(() -> redis().commands().xlen(QUEUE) == 0);
		assertThat(unfinished()).isZero();
	}

	@Test
	void takesTheLastValueOfARepeatedField() {
		startWhole();
		String id = redis().commands().xadd(QUEUE, "name", "first", "name", "last");
		this.calls.await(1);
		assertThat(entries()).containsExactly(new StreamEntry(id, Map.of("name", "last")));
	}

	@Test
	void keepsRepeatedFieldsInDeadLetters() {
		start(service(whole("retry.max-attempts", 2)).handler(TRIGGER, StreamEntry.class, (entry, context) -> {
			throw new IllegalStateException("no");
		}));
		redis().commands().xadd(QUEUE, "name", "first", "name", "last", "", "");
		awaitDeadLetter();
		String copies = redis().commands()
			.eval("local n = 0 for i, f in ipairs(redis.call('XRANGE', KEYS[1], '-', '+')[1][2]) do "
					+ "if f == 'name' then n = n + 1 end end return tostring(n)", ScriptOutputType.VALUE,
					deadLetterKey());
		assertThat(copies).isEqualTo("2");
	}

	@Test
	void showsTheOtherFieldsAsHeaders() {
		start(this.broker.reading(QUEUE), this.calls::add);
		redis().commands().xadd(QUEUE, "tenant", "a", "payload", "hello", "trace", "7");
		this.calls.await(1);
		Calls.Call call = this.calls.all().getFirst();
		assertThat(call.payload()).isEqualTo("hello");
		assertThat(call.context().headers()).isEqualTo(Map.of("tenant", "a", "trace", "7"));
		assertThat(call.context().timestamp()).isNotNull();
	}

	@Test
	void keepsAnEntryWithoutItsPayloadFieldAsADeadLetter() {
		start(this.broker.reading(QUEUE), this.calls::add);
		redis().commands().xadd(QUEUE, "name", "a");
		awaitDeadLetter();
		assertThat(deadLetters().getFirst().reason()).contains("payload");
		assertThat(this.calls.count()).isZero();
	}

	private void leavePending(String consumer, String payload) {
		redis().commands().xadd(QUEUE, Map.of("payload", payload));
		@SuppressWarnings("unchecked") // Lettuce takes them as an array of generics
		List<StreamMessage<String, String>> taken = redis().commands()
			.xreadgroup(Consumer.from(TRIGGER, consumer), StreamOffset.lastConsumed(QUEUE));
		assertThat(taken).hasSize(1);
	}

	@Test
	void handsOutAgainWhatADeadWorkerLeftPendingAndNotWhatSomebodyElseHas() {
		redis().commands().xadd(QUEUE, Map.of("payload", "first"));
		redis().commands().xgroupCreate(StreamOffset.from(QUEUE, "$"), TRIGGER);
		leavePending("somebody-else", "theirs");
		leavePending("a-dead-one", "left");
		redis().commands().hset("tappet:{" + QUEUE + "}:" + TRIGGER + ":workers", "a-dead-one", "");
		start(this.broker.reading(QUEUE), this.calls::add);
		this.calls.await(1);
		eventually().until(() -> redis().commands().xpending(QUEUE, TRIGGER).getCount() == 1);
		assertThat(this.calls.payloads()).containsExactly("left");
		assertThat(this.calls.attempts()).containsExactly(2);
		assertThat(redis().commands().xpending(QUEUE, TRIGGER).getConsumerMessageCount())
			.isEqualTo(Map.of("somebody-else", 1L));
	}

	@Test
	void makesItsGroupAgainWhereSomebodyDestroyedIt() {
		start(this.broker.reading(QUEUE), this.calls::add);
		send("before", 3);
		this.calls.await(3);
		eventually().until(() -> unfinished() == 0);
		redis().commands().xgroupDestroy(QUEUE, TRIGGER);
		send("after", 3);
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
		send(key, "m", 1);
		this.calls.await(1);
		eventually().until(() -> redis().commands()
			.xrange(this.broker.deadLetterKey(TRIGGER, key), Range.unbounded())
			.size() == 1);
	}

}
