package dev.tappet.source.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.handler.ChannelMessage;
import dev.tappet.source.Feature;
import dev.tappet.source.Features;
import dev.tappet.support.Calls;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisPubSubConformanceIT extends RedisConformance<PubSubBroker> {

	RedisPubSubConformanceIT(RedisKind kind) {
		super(new PubSubBroker(kind), Features.of(Feature.SHORT_DELAYS, Feature.ORDER, Feature.DEAD_LETTER_ACCESS));
	}

	@Override
	int connections() {
		return 2;
	}

	private Map<String, Object> on(String kind, String value, Object... settings) {
		return with(Map.of("redis-pubsub." + kind, value), settings);
	}

	/**
	 * Calls of one app with one trigger, after a last message on a channel of its own.
	 */
	private List<ChannelMessage> heard(Map<String, Object> trigger, Runnable sending) {
		Calls end = new Calls();
		start(service(trigger).trigger("end", Map.of("redis-pubsub.channel", "\u0001end", "handler", "end"))
			.handler(TRIGGER, ChannelMessage.class, this.calls::add)
			.handler("end", String.class, end::add));
		sending.run();
		// What is published later is heard later.
		redis().commands().publish("\u0001end", "end");
		end.await(1);
		eventually().until(() -> this.calls.count() > 0);
		List<ChannelMessage> heard = new ArrayList<>();
		this.calls.all().forEach((call) -> heard.add((ChannelMessage) call.payload()));
		return heard;
	}

	private void publish(String... channels) {
		for (String channel : channels) {
			redis().commands().publish(channel, "hello");
		}
	}

	@Test
	void hearsAnExactChannelOnly() {
		assertThat(heard(on("channel", "news"), () -> publish("news", "newsletter", "new", "other")))
			.containsExactly(new ChannelMessage("news", "news", "hello"));
	}

	@Test
	void hearsEachChannelOfAPatternOnce() {
		assertThat(heard(on("pattern", "news*", "concurrency", 1), () -> publish("news", "newsletter", "new", "other")))
			.containsExactly(new ChannelMessage("news*", "news", "hello"),
					new ChannelMessage("news*", "newsletter", "hello"));
	}

	@Test
	void hearsEverythingOnce() {
		assertThat(heard(on("pattern", "*", "concurrency", 1), () -> publish("news", "other")))
			.startsWith(new ChannelMessage("*", "news", "hello"), new ChannelMessage("*", "other", "hello"))
			.hasSizeBetween(2, 3);
	}

	@Test
	void hearsWhatHappensToAKey() {
		assertThat(events(heard(notified("keyspace", "user:1"), this::setAndDelete))).containsExactly("set", "del");
	}

	@Test
	void hearsWhatHappensToKeysWithAPrefix() {
		assertThat(events(heard(notified("keyspace", "user:*"), this::setAndDelete))).containsExactly("set", "del");
	}

	@Test
	void hearsWhatHappensToAllKeys() {
		List<ChannelMessage> heard = heard(notified("keyspace", "*"), this::setAndDelete);
		assertThat(heard.stream().filter((message) -> message.channel().endsWith(":user:1")).toList())
			.extracting(ChannelMessage::message)
			.containsExactly("set", "del");
		assertThat(heard.stream().filter((message) -> message.channel().endsWith(":admin:1")).toList())
			.extracting(ChannelMessage::message)
			.containsExactly("set", "del");
	}

	@Test
	void hearsTheKeyOfAnEvent() {
		List<ChannelMessage> heard = heard(notified("keyevent", "set"), () -> redis().commands().set("user:1", "a"));
		assertThat(heard).containsExactly(new ChannelMessage("__keyevent@0__:set", "__keyevent@0__:set", "user:1"));
	}

	@Test
	void hearsANotificationChannelInItsRawForm() {
		assertThat(events(heard(notified("channel", "__keyspace@0__:user:1"), this::setAndDelete)))
			.containsExactly("set", "del");
	}

	private Map<String, Object> notified(String kind, String value) {
		return on(kind, value, "concurrency", 1, "redis-pubsub.configure-notifications", true);
	}

	private void setAndDelete() {
		redis().commands().set("user:1", "a");
		redis().commands().del("user:1");
		redis().commands().set("admin:1", "a");
		redis().commands().del("admin:1");
	}

	private static List<String> events(List<ChannelMessage> heard) {
		return heard.stream().map(ChannelMessage::message).toList();
	}

	@Test
	void runsInEveryInstance() {
		for (int i = 0; i < 3; i++) {
			start(trigger(), this.calls::add);
		}
		send("m", 100);
		this.calls.await(300);
		assertThat(this.calls.count()).isEqualTo(300);
	}

	@Test
	void runsInOneInstanceWhereToldTo() {
		List<TappetService> services = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			services.add(start(trigger("redis-pubsub.replicas", "one"), this.calls::add));
		}
		eventually().until(() -> redis().commands().exists("tappet:{" + TRIGGER + "}:leader") == 1);
		List<String> sent = send("m", 100);
		this.calls.await(100);
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
		String leader = this.calls.all().getFirst().context().instanceId();
		services.stream().filter((service) -> service.instance().equals(leader)).forEach(TappetService::close);
		eventually().until(() -> {
			send("later", 1);
			return this.calls.payloads().contains("later0");
		});
	}

	@Test
	void dropsAndCountsWhatDoesNotFitIntoItsBuffer() {
		CountDownLatch gate = new CountDownLatch(1);
		AtomicInteger running = new AtomicInteger();
		TappetService service = start(trigger("concurrency", 2, "redis-pubsub.buffer", 10), (payload, context) -> {
			running.incrementAndGet();
			gate.await();
			this.calls.add(payload, context);
		});
		send("m", 30);
		eventually().until(() -> service.trigger(TRIGGER).counts().dropped() == 20);
		gate.countDown();
		this.calls.await(10);
		assertThat(this.calls.payloads()).containsExactlyInAnyOrder("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7",
				"m8", "m9");
	}

}
