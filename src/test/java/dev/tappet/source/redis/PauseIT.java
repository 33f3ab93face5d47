package dev.tappet.source.redis;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerState;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import dev.tappet.support.Web;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators wish, with several instances on one Redis.
 */
class PauseIT {

	private static final Logger logger = LoggerFactory.getLogger(PauseIT.class);

	private static final int MESSAGES = 200;

	private final Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();

	private final AtomicInteger marks = new AtomicInteger();

	private final List<TappetService> services = new ArrayList<>();

	@TempDir
	Path folder;

	private EmbeddedRedis server;

	private int sent;

	@BeforeEach
	void startServer() {
		this.server = EmbeddedRedis.keepingIn(this.folder).start();
	}

	@AfterEach
	void stopAll() {
		this.services.forEach(TappetService::close);
		this.server.close();
	}

	private TestRedis redis() {
		return this.server.redis();
	}

	/** An instance with a stream, a list, and a list that is never paused. */
	private TappetService service() {
		TappetService service = TappetService.on(redis())
			.trigger("orders", Map.of("redis-stream.key", "orders", "redis-stream.payload-field", "body"))
			.trigger("mails", Map.of("redis-list.key", "mails"))
			.trigger("marks", Map.of("redis-list.key", "marks"))
			.handler("orders", String.class, (payload, context) -> handle(payload))
			.handler("mails", String.class, (payload, context) -> handle(payload))
			.handler("marks", String.class, (payload, context) -> this.marks.incrementAndGet())
			.setting("management.endpoint.triggers.access", "unrestricted")
			.setting("spring.data.redis.connect-timeout", "1s")
			.web()
			.startAnyway();
		this.services.add(service);
		return service;
	}

	private void handle(String payload) {
		this.handled.computeIfAbsent(payload, (each) -> new AtomicInteger()).incrementAndGet();
	}

	private void send() {
		for (int i = 0; i < MESSAGES; i++) {
			redis().commands().xadd("orders", Map.of("body", "order-" + this.sent));
			redis().commands().rpush("mails", "mail-" + this.sent);
			this.sent++;
		}
	}

	/** Whatever was there to be fetched before has been fetched when this is over. */
	private void mark() {
		int before = this.marks.get();
		IntStream.range(0, MESSAGES).forEach((i) -> redis().commands().rpush("marks", "mark"));
		eventually(() -> this.marks.get() == before + MESSAGES);
	}

	private static void eventually(BooleanSupplier condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(5))
			.until(condition::getAsBoolean);
	}

	private long awaitState(TriggerState state) {
		long begun = System.nanoTime();
		eventually(() -> this.services.stream()
			.allMatch((service) -> service.trigger("orders").state() == state
					&& service.trigger("mails").state() == state));
		return Duration.ofNanos(System.nanoTime() - begun).toMillis();
	}

	private void wish(TappetService service, String state) {
		for (String trigger : List.of("orders", "mails")) {
			HttpResponse<String> answer = new Web(service.port()).post("/triggers/" + trigger,
					"{\"state\":\"%s\"}".formatted(state));
			assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
			assertThat(answer.body()).contains("\"state\":\"" + state + "\"", "\"scope\":\"all\"",
					"\"by\":\"instance " + service.instance() + "\"");
		}
	}

	private void allWasHandledOnce(String name, long paused, long resumed) {
		eventually(() -> this.handled.size() == 2 * this.sent);
		mark();
		long doubled = this.handled.values().stream().filter((times) -> times.get() > 1).count();
		logger.info("{}: sent {}, handled {}, doubled {}, lost 0; all paused after {} ms, all resumed after {} ms",
				name, 2 * this.sent, this.handled.size(), doubled, paused, resumed);
		assertThat(doubled).isZero();
	}

	@Test
	void pausesAndResumesEveryInstance() {
		TappetService first = service().awaitRunning();
		TappetService second = service().awaitRunning();
		send();
		wish(first, "paused");
		long paused = awaitState(TriggerState.PAUSED);
		mark();
		int before = this.handled.size();
		send();
		mark();
		assertThat(this.handled).hasSize(before);
		for (TappetService service : this.services) {
			Trigger orders = service.trigger("orders");
			assertThat(orders.reason()).contains("paused since ", " by instance " + first.instance());
			assertThat(orders.lastError()).isNull();
			assertThat(service.backlog("orders").waiting() + service.backlog("mails").waiting())
				.isEqualTo(2L * this.sent - before);
			assertThat(service.health().getStatus()).isEqualTo(Status.UP);
		}
		assertThat(new Web(second.port()).get("/triggers/orders").body()).contains("\"state\":\"paused\"",
				" by instance " + first.instance());
		assertThat(new Web(second.port()).get("/prometheus").body())
			.contains("tappet_paused{trigger=\"orders\",type=\"redis-stream\"} 1.0");
		wish(second, "running");
		allWasHandledOnce("pausesAndResumesEveryInstance", paused, awaitState(TriggerState.RUNNING));
	}

	@Test
	void fetchesNothingAtTheStartWhatWasPausedBefore() {
		TappetService first = service().awaitRunning();
		wish(first, "paused");
		String since = Objects.requireNonNull(first.trigger("orders").reason());
		first.close();
		this.services.clear();
		send();
		TappetService second = service();
		assertThat(second.trigger("orders").state()).isEqualTo(TriggerState.PAUSED);
		assertThat(second.trigger("orders").reason()).isEqualTo(since);
		assertThat(second.trigger("orders").failingSince()).as("nothing fails").isNull();
		mark();
		assertThat(second.scrape()).contains("tappet_source_up{trigger=\"orders\",type=\"redis-stream\"} NaN",
				"tappet_source_up{trigger=\"marks\",type=\"redis-list\"} 1.0");
		assertThat(this.handled).isEmpty();
		wish(second, "running");
		allWasHandledOnce("fetchesNothingAtTheStartWhatWasPausedBefore", 0, awaitState(TriggerState.RUNNING));
	}

	@Test
	void keepsToWhatWasWishedLastWhileRedisIsDown() {
		TappetService first = service().awaitRunning();
		wish(first, "paused");
		send();
		this.server.stop();
		eventually(() -> String.valueOf(first.trigger("orders").reason()).contains("does not answer"));
		assertThat(first.trigger("orders").state()).isEqualTo(TriggerState.PAUSED);
		HttpResponse<String> refused = new Web(first.port()).post("/triggers/orders", "{\"state\":\"running\"}");
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(refused.body()).contains("could not be kept");
		TappetService second = service();
		assertThat(second.trigger("orders").state()).isEqualTo(TriggerState.FAILING);
		this.server.start();
		long paused = awaitState(TriggerState.PAUSED);
		mark();
		assertThat(this.handled).isEmpty();
		wish(second, "running");
		allWasHandledOnce("keepsToWhatWasWishedLastWhileRedisIsDown", paused, awaitState(TriggerState.RUNNING));
	}

	@Test
	void ofTwoOperatorsAtOnceTheLastOneHolds() throws InterruptedException {
		TappetService first = service().awaitRunning();
		TappetService second = service().awaitRunning();
		Thread pauses = Thread.ofVirtual().start(() -> IntStream.range(0, 20).forEach((i) -> wish(first, "paused")));
		Thread resumes = Thread.ofVirtual().start(() -> IntStream.range(0, 20).forEach((i) -> wish(second, "running")));
		pauses.join();
		resumes.join();
		for (String trigger : List.of("orders", "mails")) {
			String kept = redis().commands().hget("tappet:wishes", trigger).split(" ")[0];
			TriggerState state = TriggerState.valueOf(kept.toUpperCase(Locale.ROOT));
			eventually(() -> this.services.stream().allMatch((service) -> service.trigger(trigger).state() == state));
		}
	}

}
