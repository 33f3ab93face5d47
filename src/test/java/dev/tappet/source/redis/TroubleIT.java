package dev.tappet.source.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.tappet.runtime.TriggerState;
import dev.tappet.support.Calls;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes wrong outside of the service: it says so once, with the remedy, loses
 * nothing, leaves the other triggers alone, and goes on by itself.
 */
@ExtendWith(OutputCaptureExtension.class)
class TroubleIT {

	private static final String FAILING = "is failing: ";

	private static final Map<String, Object> STREAM = Map.of("redis-stream.key", "orders", "redis-stream.payload-field",
			"payload", "handler", "handler");

	private static final Map<String, Object> LIST = Map.of("redis-list.key", "mails", "handler", "handler");

	private static final Map<String, Object> POPPED = Map.of("redis-list.key", "jobs", "redis-list.delivery",
			"at-most-once", "handler", "handler");

	private static final Map<String, Object> CHANNEL = Map.of("redis-pubsub.channel", "news", "handler", "handler");

	private final Calls calls = new Calls();

	private final List<TappetService> services = new ArrayList<>();

	private EmbeddedRedis server;

	@BeforeEach
	void makeServer(@TempDir Path folder) {
		this.server = EmbeddedRedis.keepingIn(folder);
	}

	@AfterEach
	void stopAll() {
		this.services.forEach(TappetService::close);
		this.server.close();
	}

	private TestRedis redis() {
		return this.server.redis();
	}

	private TappetService.Builder service() {
		return TappetService.on(redis()).handler("handler", String.class, this.calls::add);
	}

	private TappetService start(TappetService.Builder builder) {
		TappetService service = builder.startAnyway();
		this.services.add(service);
		return service;
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
	}

	private static void awaitState(TappetService service, String trigger, TriggerState state) {
		eventually().until(() -> service.trigger(trigger).state(), state::equals);
	}

	/** The lines that say that a trigger is failing. */
	private static List<String> complaints(CapturedOutput output, String trigger) {
		return output.getOut().lines().filter((line) -> line.contains("Trigger '" + trigger + "' " + FAILING)).toList();
	}

	private void assertComplaint(TappetService service, CapturedOutput output, String trigger, String... parts) {
		// Long enough for several tries.
		eventually().during(Duration.ofSeconds(1)).until(() -> complaints(output, trigger).size() == 1);
		assertThat(complaints(output, trigger).getFirst()).contains("WARN").contains(parts);
		assertThat(service.trigger(trigger).reason()).contains(parts);
		assertThat(service.health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(service.health().getDetails().get(trigger)).asString().contains("DOWN").contains(parts);
	}

	private void assertHandled(String... payloads) {
		eventually().until(() -> this.calls.payloads().containsAll(List.of(payloads)));
	}

	/**
	 * It may be all that is read for long: here handlers do not end until the test does.
	 */
	@Test
	void aTriggerRunsWhoseHandlersAllHaveRetries() throws InterruptedException {
		this.server.start();
		redis().commands().xadd("orders", Map.of("payload", "again"));
		TappetService.Builder builder = TappetService.on(redis())
			.trigger("orders", STREAM)
			.trigger("orders", Map.of("concurrency", 1, "retry.initial-delay", "500ms"));
		CountDownLatch failed = new CountDownLatch(1);
		try (TappetService first = builder.handler("handler", String.class, (payload, context) -> {
			failed.countDown();
			throw new IllegalStateException("once");
		}).start()) {
			assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
			eventually().until(() -> first.trigger("orders").counts().retried() == 1);
		}
		Thread.sleep(700);
		CountDownLatch end = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		TappetService service = start(TappetService.on(redis())
			.trigger("orders", STREAM)
			.trigger("orders", Map.of("concurrency", 1))
			.handler("handler", String.class, (payload, context) -> {
				begun.countDown();
				end.await();
			}));
		try {
			assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
			awaitState(service, "orders", TriggerState.RUNNING);
		}
		finally {
			end.countDown();
		}
	}

	@Test
	void aKeyOfAnotherTypeStopsOnlyItsTrigger(CapturedOutput output) {
		this.server.start();
		redis().commands().set("orders", "a string");
		redis().commands().set("mails", "a string");
		TappetService service = start(
				service().trigger("in-stream", STREAM).trigger("in-list", LIST).trigger("popped", POPPED));
		assertComplaint(service, output, "in-stream", "'orders'", "another type", "remove or rename the key",
				redis().place());
		assertComplaint(service, output, "in-list", "'mails'", "another type", "remove or rename the key",
				redis().place());
		redis().commands().rpush("jobs", "job");
		assertHandled("job");
		assertThat(service.trigger("popped").state()).isEqualTo(TriggerState.RUNNING);
		redis().commands().del("orders", "mails");
		awaitState(service, "in-stream", TriggerState.RUNNING);
		awaitState(service, "in-list", TriggerState.RUNNING);
		redis().commands().xadd("orders", "payload", "order");
		redis().commands().rpush("mails", "mail");
		assertHandled("order", "mail");
		assertThat(service.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void aKeyThatBecomesOneOfAnotherTypeIsFoundOut(CapturedOutput output) {
		this.server.start();
		TappetService service = start(service().trigger("in-list", LIST));
		awaitState(service, "in-list", TriggerState.RUNNING);
		redis().commands().set("mails", "a string");
		assertComplaint(service, output, "in-list", "'mails'", "another type");
	}

	@Test
	void aMissingRightStopsOnlyItsTrigger(CapturedOutput output) {
		this.server.start();
		redis().commands()
			.aclSetuser("tappet",
					AclSetuserArgs.Builder.on()
						.addPassword("secret-password")
						.allCommands()
						.keyPattern("jobs*")
						.keyPattern("tappet:*")
						.keyPattern("weather-poison")
						.channelPattern("weather"));
		Map<String, Object> weather = Map.of("redis-pubsub.channel", "weather", "handler", "handler");
		TappetService service = start(service().setting("spring.data.redis.username", "tappet")
			.setting("spring.data.redis.password", "secret-password")
			.trigger("in-stream", STREAM)
			.trigger("in-list", LIST)
			.trigger("popped", POPPED)
			.trigger("weather", weather)
			.trigger("news", CHANNEL));
		assertComplaint(service, output, "in-stream", "'orders", "ACL SETUSER", redis().place());
		assertComplaint(service, output, "in-list", "'mails", "ACL SETUSER", redis().place());
		assertComplaint(service, output, "news", "'news", "ACL SETUSER", redis().place());
		redis().commands().rpush("jobs", "job");
		assertHandled("job");
		awaitState(service, "weather", TriggerState.RUNNING);
		redis().commands().publish("weather", "rain");
		assertHandled("rain");
		assertThat(complaints(output, "weather")).isEmpty();
		redis().commands().xadd("orders", "payload", "order");
		redis().commands().rpush("mails", "mail");
		redis().commands()
			.aclSetuser("tappet", AclSetuserArgs.Builder.keyPattern("*").resetChannels().channelPattern("*"));
		assertHandled("order", "mail");
		awaitState(service, "news", TriggerState.RUNNING);
		redis().commands().publish("news", "some news");
		assertHandled("some news");
		assertThat(output).doesNotContain("secret-password");
	}

	@Test
	void aMissingCommandIsNamed(CapturedOutput output) {
		this.server.start();
		redis().commands()
			.aclSetuser("tappet",
					AclSetuserArgs.Builder.on()
						.addPassword("secret-password")
						.allCommands()
						.removeCommand(CommandType.XREADGROUP)
						.keyPattern("*")
						.allChannels());
		TappetService service = start(service().setting("spring.data.redis.username", "tappet")
			.setting("spring.data.redis.password", "secret-password")
			.trigger("in-stream", STREAM));
		assertComplaint(service, output, "in-stream", "'orders'", "ACL SETUSER", "xreadgroup");
	}

	@Test
	void wrongCredentialsAreNamedButNotShown(CapturedOutput output) {
		this.server.start();
		TappetService service = start(service().setting("spring.data.redis.username", "nobody")
			.setting("spring.data.redis.password", "secret-password")
			.trigger("in-list", LIST)
			.trigger("news", CHANNEL));
		assertComplaint(service, output, "in-list", "credentials", "spring.data.redis.username");
		// Its connection may end before the refusal is read, and then the first reason is
		// that.
		eventually().untilAsserted(() -> assertThat(complaints(output, "news").getLast()).contains("WARN",
				"credentials", "spring.data.redis.username"));
		assertThat(service.trigger("news").reason()).contains("credentials", "spring.data.redis.username");
		assertThat(output).doesNotContain("secret-password");
	}

	@Test
	void startsBeforeItsRedis(CapturedOutput output) {
		TappetService service = start(service().trigger("in-stream", STREAM)
			.trigger("in-list", LIST)
			.trigger("popped", POPPED)
			.trigger("news", CHANNEL));
		for (String trigger : List.of("in-stream", "in-list", "popped", "news")) {
			assertComplaint(service, output, trigger, "does not answer", "spring.data.redis.url", redis().place());
		}
		this.server.start();
		service.awaitRunning();
		redis().commands().xadd("orders", "payload", "order");
		redis().commands().rpush("mails", "mail");
		redis().commands().rpush("jobs", "job");
		redis().commands().publish("news", "some news");
		assertHandled("order", "mail", "job", "some news");
		assertThat(service.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void outlivesTheLossOfItsRedisWithoutLosingAMessage(CapturedOutput output) {
		this.server.start();
		Map<String, Object> settings = Map.of("concurrency", 4, "retry.initial-delay", "50ms");
		TappetService service = start(service().trigger("in-stream", STREAM)
			.trigger("in-stream", settings)
			.trigger("in-list", LIST)
			.trigger("in-list", settings)
			.trigger("news", CHANNEL)
			.handler("handler", String.class, (payload, context) -> {
				this.calls.add(payload, context);
				// Every third one is under way to its retry when the server goes.
				if (context.attempt() == 1 && payload.endsWith("3")) {
					throw new IllegalStateException("again");
				}
			}));
		service.awaitRunning();
		List<String> orders = IntStream.range(0, 1000).mapToObj((i) -> "order-" + i).toList();
		List<String> mails = IntStream.range(0, 1000).mapToObj((i) -> "mail-" + i).toList();
		orders.forEach((order) -> redis().commands().xadd("orders", "payload", order));
		redis().commands().rpush("mails", mails.toArray(String[]::new));
		this.calls.await(100);
		this.server.stop();
		for (String trigger : List.of("in-stream", "in-list", "news")) {
			awaitState(service, trigger, TriggerState.FAILING);
			assertComplaint(service, output, trigger, "does not answer", redis().place());
		}
		this.server.start();
		service.awaitRunning();
		eventually().until(() -> this.calls.payloads().containsAll(orders) && this.calls.payloads().containsAll(mails));
		eventually().until(() -> service.backlog("in-stream").total() == 0 && service.backlog("in-list").total() == 0);
		assertThat(redis().commands().exists("orders-poison", "mails-poison")).isZero();
		assertThat(redis().keys("tappet:*"))
			.allMatch((key) -> key.matches("tappet:\\{instances}|.*:(lease:.*|workers|looked|position)"));
		redis().commands().publish("news", "some news");
		assertHandled("some news");
		assertThat(service.health().getStatus()).isEqualTo(Status.UP);
		for (String trigger : List.of("in-stream", "in-list", "news")) {
			assertThat(complaints(output, trigger)).hasSize(1);
		}
	}

	@Test
	void stopsInTimeWhileItsRedisIsGone() {
		this.server.start();
		TappetService service = start(service().setting("spring.lifecycle.timeout-per-shutdown-phase", "4s")
			.trigger("in-stream", STREAM)
			.trigger("in-list", LIST)
			.trigger("news", CHANNEL));
		service.awaitRunning();
		this.server.stop();
		Thread stopping = Thread.ofVirtual().start(service::close);
		Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> !stopping.isAlive());
	}

	@Test
	void aConnectionThatIsCutIsReplaced() {
		this.server.start();
		TappetService service = start(
				service().trigger("in-stream", STREAM).trigger("in-list", LIST).trigger("news", CHANNEL));
		service.awaitRunning();
		for (int i = 0; i < 3; i++) {
			redis().connectionsOf(service.instance())
				.forEach((line) -> redis().commands().clientKill(line.replaceFirst("^.* addr=(\\S+) .*$", "$1")));
			redis().commands().xadd("orders", "payload", "order-" + i);
			redis().commands().rpush("mails", "mail-" + i);
			assertHandled("order-" + i, "mail-" + i);
		}
		String news = "news-again";
		eventually().until(() -> {
			redis().commands().publish("news", news);
			return this.calls.payloads().contains(news);
		});
		eventually().until(() -> redis().connectionsOf(service.instance()).size() == 2);
	}

}
