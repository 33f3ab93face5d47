package dev.tappet.source.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.tappet.handler.ChannelMessage;
import dev.tappet.support.Calls;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which events of keys a trigger hears.
 */
@ExtendWith(OutputCaptureExtension.class)
class KeyEventsIT {

	private static final String SETTING = "notify-keyspace-events";

	private final Calls calls = new Calls();

	@RegisterExtension
	private final EmbeddedRedis server = EmbeddedRedis.forgetful();

	private @Nullable TappetService service;

	@AfterEach
	void stopAll() {
		if (this.service != null) {
			this.service.close();
		}
	}

	private TestRedis redis() {
		return this.server.redis();
	}

	private void start(String flags, String kind, String value, boolean configure) {
		redis().commands().configSet(SETTING, flags);
		this.service = TappetService.on(redis())
			.trigger("events",
					Map.of("redis-pubsub." + kind, value, "redis-pubsub.configure-notifications", configure,
							"concurrency", 1))
			.handler("events", ChannelMessage.class, this.calls::add)
			.start();
	}

	/** What is heard up to a last event, which any of the subscriptions hears. */
	private List<String> heard(String last) {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
			List<String> all = messages();
			return !all.isEmpty() && all.getLast().equals(last);
		});
		return messages();
	}

	private List<String> messages() {
		return this.calls.all()
			.stream()
			.map((call) -> (ChannelMessage) call.payload())
			.map((message) -> message.channel().substring(message.channel().indexOf(':') + 1) + " " + message.message())
			.toList();
	}

	@Test
	void addsWhatAKeyspaceTriggerNeedsToWhatIsThere() {
		start("Ex", "keyspace", "user:*", true);
		redis().commands().set("user:1", "a");
		redis().commands().del("user:1");
		assertThat(heard("user:1 del")).containsExactly("user:1 set", "user:1 del");
		assertThat(redis().commands().configGet(SETTING).get(SETTING)).contains("E", "K", "A");
	}

	@Test
	void addsWhatAnyEventNeedsToWhatIsThere() {
		start("$xE", "keyevent", "*", true);
		redis().commands().rpush("list", "a");
		redis().commands().hset("hash", "a", "b");
		redis().commands().del("list");
		assertThat(heard("del list")).containsExactly("rpush list", "hset hash", "del list");
	}

	@ParameterizedTest
	@CsvSource({ "Ex, keyspace, user:1, KA", "$xE, keyevent, *, A", "KA, keyevent, del, E", "E$, keyevent, expire*, gx",
			"KEA, keyevent, keymiss, m", "K$, channel, __keyspace@0__:user:1, A" })
	void namesWhatIsMissing(String flags, String kind, String value, String missing, CapturedOutput output) {
		start(flags, kind, value, false);
		String before = redis().commands().configGet(SETTING).get(SETTING);
		Awaitility.await().until(() -> output.getOut().contains("lacks the flags"));
		assertThat(output.getOut().lines().filter((line) -> line.contains("lacks the flags"))).singleElement()
			.asString()
			.contains("WARN", "lacks the flags '" + missing + "'", "CONFIG SET " + SETTING + " " + before + missing);
	}

	@ParameterizedTest
	@CsvSource({ "keyspace, *", "keyspace, tappet:*", "keyevent, *", "keyevent, set",
			"channel, __keyspace@0__:tappet:x", "channel, __keyevent@0__:set", "pattern, __keyspace@0__:*",
			"pattern, __keyevent@*__:*", "pattern, __key*", "pattern, *" })
	void keepsTheKeysOfTappetItselfBack(String kind, String value) {
		start("KEA", kind, value, false);
		redis().commands().set("tappet:x", "a");
		redis().commands().setex("tappet:y", 1, "a");
		redis().commands().set("tappet", "a");
		redis().commands().set("user:1", "a");
		// The next event that this process hears, on whichever subscription.
		redis().commands().publish("end", "end");
		Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
		assertThat(messages()).noneMatch((message) -> message.contains("tappet:"));
		if (!value.contains("tappet:")) {
			assertThat(messages()).anyMatch((message) -> Arrays.asList(message.split(" ")).contains("user:1"))
				.anyMatch((message) -> Arrays.asList(message.split(" ")).contains("tappet"));
		}
	}

}
