package dev.tappet.source.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.tappet.handler.RejectMessage;
import dev.tappet.handler.StreamEntry;
import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Message;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.support.Calls;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What was given up can be looked at, put back as it was and removed, wherever it came
 * from.
 */
class DeadLettersIT {

	private static final String TRIGGER = "orders-in";

	private static final byte[] ODD = { (byte) 0xff, 0, (byte) 0xc0, '\r', '\n' };

	/** Those of the documentation. */
	private static final String RIGHTS = "reset on >secret resetkeys resetchannels -@all ~tappet:* ~orders &orders +ping +select "
			+ "+client|setname +client|tracking +client|id +client|list +eval +evalsha +time +exists "
			+ "+get +set +del +mget +pexpire +expire +pttl +xreadgroup +xack +xdel +xadd +xlen +xrange "
			+ "+xrevrange +xpending +xclaim +xinfo|stream +xinfo|groups +xinfo|consumers +xgroup|create "
			+ "+xgroup|delconsumer +xgroup|setid +watch +multi +exec +llen +lpop +rpop +lpush +rpush +lindex +lrange "
			+ "+lset +ltrim +hget +hset +hsetnx +hdel +hexists +hgetall +hkeys +hvals +hlen +hmget "
			+ "+hrandfield +zadd +zcard +zrem +zscore +zrange +zrangebyscore +subscribe +psubscribe "
			+ "+config|get +config|set";

	private final Calls replayed = new Calls();

	private final List<TappetService> services = new ArrayList<>();

	private TestRedis redis;

	/** The sources that there are, each with a handler that takes bytes. */
	@SuppressWarnings("ImmutableEnumChecker") // What a trigger is configured with
	enum Kind {

		STREAM("orders-poison", Map.of("redis-stream.key", "orders", "redis-stream.payload-field", "payload",
				"redis-stream.polling-interval", "30s")) {
			@Override
			void send(TestRedis redis, byte[] payload) {
				redis.bytes().xadd("orders", Map.of("payload", payload));
			}
		},

		LIST("orders-poison", Map.of("redis-list.key", "orders", "redis-list.polling-interval", "30s")) {
			@Override
			void send(TestRedis redis, byte[] payload) {
				redis.bytes().rpush("orders", payload);
			}
		},

		POPPED_LIST("orders-poison", Map.of("redis-list.key", "orders", "redis-list.delivery", "at-most-once",
				"redis-list.polling-interval", "30s")) {
			@Override
			void send(TestRedis redis, byte[] payload) {
				redis.bytes().rpush("orders", payload);
			}
		},

		CHANNEL(TRIGGER + "-poison", Map.of("redis-pubsub.channel", "orders")) {
			@Override
			void send(TestRedis redis, byte[] payload) {
				redis.bytes().publish("orders", payload);
			}
		};

		private final String deadLetters;

		private final Map<String, Object> source;

		Kind(String deadLetters, Map<String, Object> source) {
			this.deadLetters = deadLetters;
			this.source = source;
		}

		abstract void send(TestRedis redis, byte[] payload);

	}

	@BeforeEach
	void useEmptyServer() {
		this.redis = RedisKind.EMBEDDED.empty();
	}

	@AfterEach
	void stopServices() {
		this.services.forEach(TappetService::close);
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

	private TappetService start(TappetService.Builder builder) {
		TappetService service = builder.start();
		this.services.add(service);
		return service;
	}

	/** A service that gives everything up but what was replayed. */
	private TappetService start(Map<String, Object> source, Object... settings) {
		return start(service(source, settings).handler("handler", byte[].class, (payload, context) -> {
			if (!context.replay()) {
				throw new RejectMessage("not now");
			}
			this.replayed.add(payload, context);
		}));
	}

	private TappetService.Builder service(Map<String, Object> source, Object... settings) {
		Map<String, Object> trigger = new LinkedHashMap<>(source);
		for (int i = 0; i < settings.length; i += 2) {
			trigger.put(settings[i].toString(), settings[i + 1]);
		}
		trigger.put("handler", "handler");
		return TappetService.on(this.redis).trigger(TRIGGER, trigger);
	}

	private static DeadLetters letters(TappetService service) {
		return service.trigger(TRIGGER).deadLetters();
	}

	private static List<DeadLetter> list(TappetService service, int most, @Nullable String before) {
		return letters(service).list(most, before).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
	}

	private static List<String> ids(List<DeadLetter> letters) {
		return letters.stream().map(DeadLetter::id).toList();
	}

	private static int replay(TappetService service, List<String> ids) {
		return letters(service).replay(ids).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
	}

	private static int delete(TappetService service, List<String> ids) {
		return letters(service).delete(ids).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
	}

	private static long count(TappetService service) {
		return letters(service).count().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
	}

	private void sendAndAwait(TappetService service, Kind kind, int messages) {
		for (int i = 0; i < messages; i++) {
			kind.send(this.redis, TestRedis.utf8("m" + i));
			int sent = i + 1;
			eventually().until(() -> count(service) == sent);
		}
	}

	private static byte[] payload(DeadLetter letter) throws UnbindablePayloadException {
		return switch (letter.original()) {
			case Message.Body body -> body.body();
			case Message.Fields fields -> fields.fields()[1];
		};
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void areShownWithWhatBecameOfThem(Kind kind) throws UnbindablePayloadException {
		TappetService service = start(kind.source);
		assertThat(list(service, 50, null)).isEmpty();
		kind.send(this.redis, ODD);
		eventually().until(() -> count(service) == 1);
		DeadLetter letter = list(service, 50, null).getFirst();
		assertThat(payload(letter)).isEqualTo(ODD);
		assertThat(letter.source()).isEqualTo("orders");
		assertThat(letter.attempts()).isEqualTo(1);
		assertThat(letter.reason()).contains("not now");
		assertThat(letter.failedAt()).isNotNull();
		assertThat(letter.original().id()).isNotEmpty();
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void comeBackAsTheyWereAndMarked(Kind kind) {
		TappetService service = start(kind.source);
		kind.send(this.redis, ODD);
		eventually().until(() -> count(service) == 1);
		List<String> ids = ids(list(service, 50, null));
		assertThat(replay(service, ids)).isEqualTo(1);
		// Long before the polling interval.
		this.replayed.await(1, Duration.ofSeconds(10));
		assertThat((byte[]) this.replayed.all().getFirst().payload()).isEqualTo(ODD);
		assertThat(this.replayed.all().getFirst().context().replay()).isTrue();
		assertThat(this.replayed.all().getFirst().context().source()).isEqualTo("orders");
		assertThat(this.replayed.attempts()).containsExactly(1);
		assertThat(count(service)).isZero();
		assertThat(replay(service, ids)).isZero();
		kind.send(this.redis, ODD);
		eventually().until(() -> count(service) == 1);
		assertThat(this.replayed.count()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void keepTheirMarkOverRetries(Kind kind) {
		TappetService service = start(service(kind.source, "retry.initial-delay", "50ms").handler("handler",
				byte[].class, (payload, context) -> {
					if (!context.replay()) {
						throw new RejectMessage("not now");
					}
					this.replayed.add(payload, context);
					if (context.attempt() < 3) {
						throw new IllegalStateException("again");
					}
				}));
		sendAndAwait(service, kind, 1);
		assertThat(replay(service, ids(list(service, 1, null)))).isEqualTo(1);
		this.replayed.await(3);
		assertThat(this.replayed.attempts()).containsExactly(1, 2, 3);
		assertThat(this.replayed.all()).extracting((call) -> call.context().messageId())
			.containsOnly(this.replayed.all().getFirst().context().messageId());
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void comeBackOnceHoweverOftenTheyAreAskedFor(Kind kind) {
		TappetService service = start(kind.source, "concurrency", 1);
		sendAndAwait(service, kind, 250);
		List<String> ids = new ArrayList<>(ids(list(service, 1000, null)));
		assertThat(ids).hasSize(250).doesNotHaveDuplicates();
		ids.addAll(List.copyOf(ids));
		ids.addAll(List.of("0-1", "no id", "", "1-1@orders"));
		assertThat(replay(service, ids) + replay(service, ids)).isEqualTo(250);
		this.replayed.await(250);
		assertThat(count(service)).isZero();
		assertThat(this.replayed.all()
			.stream()
			.map((call) -> new String((byte[]) call.payload(), StandardCharsets.UTF_8))
			.toList()).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 250).mapToObj((i) -> "m" + i).toList());
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void areListedInPagesNewestFirst(Kind kind) throws UnbindablePayloadException {
		TappetService service = start(kind.source);
		sendAndAwait(service, kind, 7);
		List<DeadLetter> first = list(service, 3, null);
		List<DeadLetter> second = list(service, 3, first.getLast().id());
		List<DeadLetter> third = list(service, 3, second.getLast().id());
		List<DeadLetter> all = new ArrayList<>(first);
		all.addAll(second);
		all.addAll(third);
		assertThat(List.of(first.size(), second.size(), third.size())).containsExactly(3, 3, 1);
		assertThat(list(service, 3, third.getLast().id())).isEmpty();
		assertThat(list(service, 0, null)).isEmpty();
		for (int i = 0; i < 7; i++) {
			assertThat(payload(all.get(i))).asString().isEqualTo("m" + (6 - i));
		}
		assertThat(letters(service).list(3, "no id")).isCompletedExceptionally();
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void areRemovedForGood(Kind kind) {
		TappetService service = start(kind.source);
		sendAndAwait(service, kind, 3);
		List<String> ids = ids(list(service, 50, null));
		assertThat(delete(service, List.of(ids.get(1), ids.get(1), "0-1", "no id"))).isEqualTo(1);
		assertThat(ids(list(service, 50, null))).containsExactly(ids.get(0), ids.get(2));
		assertThat(replay(service, List.of(ids.get(1)))).isZero();
		assertThat(delete(service, ids)).isEqualTo(2);
		assertThat(count(service)).isZero();
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void areLeftAloneWhereSomebodyElseWroteThem(Kind kind) {
		TappetService service = start(kind.source);
		String id = this.redis.commands().xadd(kind.deadLetters, Map.of("payload", "theirs"));
		assertThat(list(service, 50, null)).singleElement().satisfies((letter) -> {
			assertThat(letter.id()).isEqualTo(id);
			assertThat(letter.reason()).contains("not written by Tappet");
		});
		assertThat(replay(service, List.of(id))).isZero();
		assertThat(count(service)).isEqualTo(1);
		assertThat(delete(service, List.of(id))).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void needNoRightsButThese(Kind kind) {
		CommandArgs<String, String> user = new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add("tappet-limited");
		for (String rule : (RIGHTS + " ~" + kind.deadLetters).split(" ", -1)) {
			user.add(rule);
		}
		this.redis.commands().dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), user);
		TappetService service = start(service(kind.source).setting("spring.data.redis.username", "tappet-limited")
			.setting("spring.data.redis.password", "secret")
			.handler("handler", byte[].class, (payload, context) -> {
				if (!context.replay()) {
					throw new RejectMessage("not now");
				}
				this.replayed.add(payload, context);
			}));
		sendAndAwait(service, kind, 3);
		List<String> ids = ids(list(service, 50, null));
		assertThat(delete(service, ids.subList(0, 1))).isEqualTo(1);
		assertThat(replay(service, ids)).isEqualTo(2);
		this.replayed.await(2);
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void sayThatTheyCannotBeReadWhereTheirKeyIsOfAnotherType(Kind kind) {
		TappetService service = start(kind.source);
		this.redis.commands().set(kind.deadLetters, "a string");
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> list(service, 50, null))
			.withCauseInstanceOf(RedisCommandExecutionException.class)
			.withMessageContaining("WRONGTYPE");
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> replay(service, List.of("1-1")))
			.withMessageContaining("WRONGTYPE");
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> count(service))
			.withMessageContaining("WRONGTYPE");
	}

	@Test
	void ofAStreamKeepFieldsThatAreCalledLikeOurs() {
		Calls entries = new Calls();
		TappetService service = start(service(Map.of("redis-stream.key", "orders")).handler("handler",
				StreamEntry.class, (payload, context) -> {
					if (!context.replay()) {
						throw new RejectMessage("not now");
					}
					entries.add(payload, context);
				}));
		Object[] fields = { "tappet-reason", "theirs", "b", "2", "tappet-failed-at", "long ago", "b", "3" };
		this.redis.commands().xadd("orders", fields);
		eventually().until(() -> count(service) == 1);
		assertThat(replay(service, ids(list(service, 1, null)))).isEqualTo(1);
		entries.await(1);
		Object[] again = this.redis.commands()
			.eval("return redis.call('XRANGE', KEYS[1], '-', '+')[2][2]", ScriptOutputType.MULTI,
					"orders") instanceof List<?> list ? list.toArray() : new Object[0];
		assertThat(again).containsExactly(fields);
	}

	@Test
	void ofAStreamComeBackBehindItsLastEntryWhateverItsId() {
		TappetService service = start(Kind.STREAM.source);
		sendAndAwait(service, Kind.STREAM, 4);
		List<String> ids = ids(list(service, 50, null));
		List<String> expected = new ArrayList<>();
		String[][] lasts = { { "9007199254740993-5", "9007199254740993-1000000000000" },
				{ "9007199254740993-1000000000001", "9007199254740993-2000000000000" },
				{ "9007199254740995-9007199999999999999", "9007199254740995-9007200000000000000" },
				{ "18446744073709551615-18446743999999999999", "18446744073709551615-18446744000000000000" } };
		for (int i = 0; i < lasts.length; i++) {
			this.redis.bytes().xadd("orders", new XAddArgs().id(lasts[i][0]), Map.of("other", ODD));
			assertThat(replay(service, List.of(ids.get(i)))).isEqualTo(1);
			expected.add(lasts[i][1]);
		}
		this.replayed.await(4);
		assertThat(this.replayed.all()).extracting((call) -> call.context().messageId())
			.containsExactlyInAnyOrderElementsOf(expected);
	}

	@Test
	void ofAStreamThatIsGoneComeBackWithTheTimeOfTheServer() {
		TappetService service = start(Kind.STREAM.source);
		sendAndAwait(service, Kind.STREAM, 2);
		long before = Long.parseLong(this.redis.commands().time().getFirst()) * 1000;
		assertThat(replay(service, ids(list(service, 50, null)))).isEqualTo(2);
		this.replayed.await(2);
		List<StreamMessage<String, String>> entries = this.redis.commands()
			.xrange("orders", Range.unbounded())
			.subList(2, 4);
		assertThat(entries).allSatisfy((entry) -> {
			assertThat(Long.parseLong(entry.getId().substring(0, entry.getId().indexOf('-')))).isBetween(before,
					before + 60_000);
			assertThat(entry.getId()).endsWith("000000000000");
		});
	}

	@Test
	void ofAStreamStayWhereTheStreamIsOfAnotherType() {
		TappetService service = start(Kind.STREAM.source);
		sendAndAwait(service, Kind.STREAM, 1);
		List<String> ids = ids(list(service, 50, null));
		this.redis.commands().del("orders");
		this.redis.commands().set("orders", "a string");
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> replay(service, ids))
			.withMessageContaining("WRONGTYPE");
		assertThat(ids(list(service, 50, null))).isEqualTo(ids);
	}

	@Test
	void ofSeveralKeysAreOneRowWithTheKeyInTheirIds() {
		TappetService service = start(Map.of("redis-list.key[0]", "mails", "redis-list.key[1]", "mails@home",
				"redis-list.key[2]", "letters"));
		List<String> keys = List.of("mails", "mails@home", "letters", "mails@home", "mails", "letters", "letters");
		for (int i = 0; i < keys.size(); i++) {
			this.redis.commands().rpush(keys.get(i), "m" + i);
			int sent = i + 1;
			eventually().until(() -> count(service) == sent);
		}
		List<DeadLetter> all = list(service, 50, null);
		assertThat(all).extracting(DeadLetter::source).containsExactlyElementsOf(keys.reversed());
		assertThat(all).allSatisfy((letter) -> assertThat(letter.id()).matches("\\d+-\\d+@" + letter.source()));
		List<String> paged = new ArrayList<>();
		for (List<DeadLetter> page = list(service, 2, null); !page.isEmpty(); page = list(service, 2,
				page.getLast().id())) {
			paged.addAll(ids(page));
		}
		assertThat(paged).isEqualTo(ids(all));
		assertThat(delete(service, List.of(paged.get(0), "1-1@mails", "1-1", "1-1@others"))).isEqualTo(1);
		assertThat(replay(service, paged)).isEqualTo(6);
		this.replayed.await(6);
		assertThat(this.replayed.all()).extracting((call) -> call.context().source())
			.containsExactlyInAnyOrder("mails", "mails", "mails@home", "mails@home", "letters", "letters");
		assertThat(count(service)).isZero();
	}

	@Test
	void ofSeveralKeysArePagedThoughTheyHaveTheSameTime() {
		TappetService service = start(Map.of("redis-list.key[0]", "one", "redis-list.key[1]", "two"));
		for (String key : List.of("one", "two")) {
			for (int i = 1; i <= 5; i++) {
				this.redis.commands().xadd(key + "-poison", new XAddArgs().id(i + "-0"), "payload", "theirs");
			}
		}
		List<String> paged = new ArrayList<>();
		for (List<DeadLetter> page = list(service, 3, null); !page.isEmpty(); page = list(service, 3,
				page.getLast().id())) {
			paged.addAll(ids(page));
		}
		assertThat(paged).containsExactly("5-0@one", "5-0@two", "4-0@one", "4-0@two", "3-0@one", "3-0@two", "2-0@one",
				"2-0@two", "1-0@one", "1-0@two");
	}

	@Test
	void ofAListComeToBatchesOfTheirOwn() {
		Calls batches = new Calls();
		TappetService service = start(TappetService.on(this.redis)
			.trigger(TRIGGER, Kind.LIST.source)
			.trigger(TRIGGER, Map.of("handler", "handler", "redis-list.count", 10))
			.batchHandler("handler", String.class, (payloads, context) -> {
				if (!context.replay()) {
					throw new RejectMessage("not now");
				}
				batches.add(payloads, context);
			}));
		for (int i = 0; i < 5; i++) {
			this.redis.commands().rpush("orders", "m" + i);
		}
		eventually().until(() -> count(service) == 5);
		assertThat(replay(service, ids(list(service, 50, null)))).isEqualTo(5);
		eventually().until(() -> batches.payloads().size() == 5);
		assertThat(batches.payloads()).containsExactlyInAnyOrder("m0", "m1", "m2", "m3", "m4");
	}

	@Test
	void ofAPoppedListOutliveTheWorkerThatHasThemInItsHands() {
		TappetService first = start(service(Kind.POPPED_LIST.source, "retry.initial-delay", "1m").handler("handler",
				byte[].class, (payload, context) -> {
					if (!context.replay()) {
						throw new RejectMessage("not now");
					}
					throw new IllegalStateException("later");
				}));
		sendAndAwait(first, Kind.POPPED_LIST, 3);
		assertThat(replay(first, ids(list(first, 50, null)))).isEqualTo(3);
		eventually().until(() -> first.trigger(TRIGGER).counts().retried() == 3);
		first.close();
		assertThat(this.redis.commands().llen("tappet:{orders}:" + TRIGGER + ":replays")).isEqualTo(3);
		start(Kind.POPPED_LIST.source);
		this.replayed.await(3);
		assertThat(this.redis.keys("*")).noneMatch((key) -> key.endsWith(":replays"));
	}

	@Test
	void ofAChannelAreHeardByNobodyElse() {
		TappetService service = start(Kind.CHANNEL.source);
		TappetService other = start(Kind.CHANNEL.source, "handler", "handler");
		Kind.CHANNEL.send(this.redis, ODD);
		// Each of the two gives it up.
		eventually().until(() -> count(service) == 2);
		assertThat(replay(service, ids(list(service, 50, null)))).isEqualTo(2);
		this.replayed.await(2);
		assertThat(this.replayed.all()).extracting((call) -> call.context().instanceId())
			.containsOnly(service.instance())
			.doesNotContain(other.instance());
		assertThat(count(service)).isZero();
	}

	@Test
	void ofAChannelWaitForTheEndOfAPause() {
		TappetService service = start(Kind.CHANNEL.source);
		sendAndAwait(service, Kind.CHANNEL, 2);
		service.trigger(TRIGGER).pause();
		assertThat(replay(service, ids(list(service, 50, null)))).isEqualTo(2);
		eventually().during(Duration.ofMillis(200)).until(() -> this.replayed.count() == 0);
		service.trigger(TRIGGER).resume();
		this.replayed.await(2);
	}

	@Test
	void ofAChannelWaitWhereTheBufferIsFull() {
		Calls first = new Calls();
		TappetService service = start(
				service(Kind.CHANNEL.source, "redis-pubsub.buffer", 3, "concurrency", 1, "retry.initial-delay", "1m")
					.handler("handler", byte[].class, (payload, context) -> {
						first.add(payload, context);
						if (!context.replay()) {
							throw new RejectMessage("not now");
						}
						throw new IllegalStateException("later");
					}));
		sendAndAwait(service, Kind.CHANNEL, 5);
		assertThat(replay(service, ids(list(service, 50, null)))).isEqualTo(3);
		assertThat(count(service)).isEqualTo(2);
		assertThat(service.trigger(TRIGGER).counts().dropped()).isZero();
		assertThat(replay(service, ids(list(service, 50, null)))).isZero();
	}

}
