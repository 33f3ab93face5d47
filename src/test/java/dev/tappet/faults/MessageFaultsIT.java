package dev.tappet.faults;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import dev.tappet.embedded.FreePorts;
import dev.tappet.faults.Journal.Invocation;
import io.lettuce.core.Range;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that fail, hang, disappear or cannot be buried, all on one worker with a
 * witness beside it that would take over what it should not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageFaultsIT {

	private final Path folder = Processes.folder(MessageFaultsIT.class);

	private final int http = FreePorts.next();

	private FaultyRedis redis;

	private DeliveryLedger ledger;

	private WorkerProcess worker;

	private WorkerProcess witness;

	@BeforeAll
	void start() {
		this.redis = FaultyRedis.start(this.folder.resolve("redis"));
		this.ledger = new DeliveryLedger(this.folder, this.redis);
		WorkerProcess.Setup setup = WorkerProcess.on(this.folder, this.redis.port())
			.set("tappet.defaults.retry.initial-delay=300ms")
			.stream("failing-s", "retry.max-attempts=3")
			.list("failing-l", "retry.max-attempts=3")
			.channel("failing-p", "retry.max-attempts=3")
			.stream("unburied-s", "retry.max-attempts=2")
			.list("unburied-l", "retry.max-attempts=2")
			.stream("deleted", "retry.initial-delay=3s", "retry.jitter=0")
			.channel("flooded", "concurrency=1", "redis-pubsub.buffer=50");
		this.witness = setup.launch("witness");
		// The one whose health can be asked.
		this.worker = setup.stream("overdue", "concurrency=2", "timeout=1s", "retry.max-attempts=2")
			.set("server.port=" + this.http)
			.set("server.address=127.0.0.1")
			.launch("worker");
		this.witness.awaitStarted();
		this.worker.awaitStarted();
	}

	@AfterAll
	void stop() {
		this.worker.close();
		this.witness.close();
		this.redis.close();
	}

	private static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what)
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(100))
			.ignoreExceptions()
			.until(condition);
	}

	private String get(String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.http + path)).build();
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
		}
	}

	private long dropped(String trigger) throws Exception {
		return get("/actuator/prometheus").lines()
			.filter((line) -> line.startsWith("tappet_messages_total") && line.contains("result=\"dropped\"")
					&& line.contains("trigger=\"" + trigger + "\""))
			.mapToLong((line) -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.findFirst()
			.orElse(0);
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void failuresAreRetriedWithACountAndThenBuried() {
		for (String trigger : List.of("failing-s", "failing-l")) {
			boolean stream = trigger.endsWith("s");
			String failing = stream ? this.ledger.toStream(trigger, "fail", "error", "fail")
					: this.ledger.toList(trigger, "fail", "error", "fail");
			String rejected = stream ? this.ledger.toStream(trigger, "reject") : this.ledger.toList(trigger, "reject");
			String recovering = stream ? this.ledger.toStream(trigger, "fail", "error", "ok")
					: this.ledger.toList(trigger, "fail", "error", "ok");
			await("the dead letters", () -> this.ledger.deadLetters(trigger).size() == 2);
			await("the recovery", () -> this.ledger.invocations(recovering).size() == 3);
			assertThat(this.ledger.deadLetters(trigger)).extracting((letter) -> letter.get("tappet-attempts"))
				.containsExactly("1", "3");
			assertThat(this.ledger.invocations(failing)).extracting(Invocation::attempt).containsExactly(1, 2, 3);
			assertThat(this.ledger.invocations(recovering)).extracting(Invocation::attempt).containsExactly(1, 2, 3);
			assertThat(this.ledger.invocations(rejected)).hasSize(1);
		}
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void publishedMessagesAreRetriedInTheirProcess() {
		this.redis.with((commands) -> commands.publish("failing-p", "published;fail;fail;fail"));
		// Each instance hears it.
		await("the dead letters", () -> this.ledger.deadLetters("failing-p").size() == 2);
		assertThat(this.ledger.invocations("published")).filteredOn((call) -> call.worker().equals("worker"))
			.extracting(Invocation::attempt)
			.containsExactly(1, 2, 3);
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void aMessageWhoseDeadLetterCannotBeWrittenStaysWhereItIs() {
		for (String trigger : List.of("unburied-s", "unburied-l")) {
			this.redis.with((commands) -> commands.set(trigger + "-poison", "not a stream"));
		}
		List<String> doomed = List.of(this.ledger.toStream("unburied-s", "reject"),
				this.ledger.toList("unburied-l", "reject"));
		await("the handlers to reject", () -> doomed.stream()
			.allMatch((id) -> this.ledger.invocations(id).stream().anyMatch(Invocation::ended)));
		// Longer than a lease, while others flow at their usual pace.
		Awaitility.await().pollDelay(Duration.ofSeconds(12)).atMost(Duration.ofSeconds(20)).until(() -> true);
		long before = System.currentTimeMillis();
		List<String> others = List.of(this.ledger.toStream("unburied-s", "fail", "ok"),
				this.ledger.toList("unburied-l", "fail", "ok"));
		await("the others", () -> others.stream()
			.allMatch((id) -> this.ledger.invocations(id).stream().anyMatch(Invocation::succeeded)));
		await("the others to be acknowledged", () -> this.ledger.pending("unburied-s") == 1);
		assertThat(System.currentTimeMillis() - before).isLessThan(4000);
		assertThat(doomed).allSatisfy((id) -> assertThat(this.ledger.invocations(id)).hasSize(1));
		for (String trigger : List.of("unburied-s", "unburied-l")) {
			this.redis.with((commands) -> commands.del(trigger + "-poison"));
			await("the dead letter", () -> this.ledger.deadLetters(trigger).size() == 1);
		}
		await("the acknowledgement", () -> this.ledger.pending("unburied-s") == 0);
		assertThat(doomed).allSatisfy((id) -> assertThat(this.ledger.invocations(id)).hasSize(1));
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void anEntryThatIsDeletedWhileItWaitsIsGivenUp() throws Exception {
		long before = dropped("deleted");
		// Both workers count their own; whoever takes it up counts it.
		String id = this.ledger.toStream("deleted", "fail", "ok");
		await("the first attempt", () -> this.ledger.invocations(id).stream().anyMatch(Invocation::ended));
		await("the retry to wait",
				() -> this.redis.with((commands) -> commands.zcard("tappet:{deleted}:deleted:due")) == 1);
		this.redis.with((commands) -> {
			commands.xdel("deleted", commands.xrange("deleted", Range.unbounded()).getFirst().getId());
			return true;
		});
		await("it to be cleared", () -> this.ledger.pending("deleted") == 0
				&& this.redis.with((commands) -> commands.exists("tappet:{deleted}:deleted:due")) == 0);
		assertThat(this.ledger.invocations(id)).hasSize(1);
		boolean byWitness = this.witness.log().contains("their data was deleted");
		assertThat(dropped("deleted")).isEqualTo(byWitness ? before : before + 1);
		assertThat(byWitness || this.worker.log().contains("their data was deleted")).isTrue();
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void aHandlerPastItsDeadlineIsInterruptedOrKeepsItsPermit() throws Exception {
		String heeding = this.ledger.toStream("overdue", "sleep:20000", "ok");
		await("the retry", () -> this.ledger.invocations(heeding).stream().anyMatch(Invocation::succeeded));
		assertThat(this.ledger.invocations(heeding).getFirst().outcome()).isEqualTo("InterruptedException");
		this.ledger.toStream("overdue", "stubborn:8000", "ok");
		this.ledger.toStream("overdue", "stubborn:8000", "ok");
		await("health to be down", () -> get("/actuator/health").contains("\"overdueHandlers\":2"));
		assertThat(get("/actuator/health")).contains("no other can start");
		String waiting = this.ledger.toStream("overdue");
		Awaitility.await().during(Duration.ofSeconds(2)).until(() -> this.ledger.invocations(waiting).isEmpty());
		await("the waiting one", () -> !this.ledger.invocations(waiting).isEmpty());
		await("health to be up", () -> !get("/actuator/health").contains("overdueHandlers"));
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void whatIsPublishedPastTheBufferIsDroppedAndCounted() throws Exception {
		this.redis.with((commands) -> commands.publish("flooded", "flood-0;sleep:4000"));
		await("the handler to be busy", () -> !this.ledger.invocations("flood-0").isEmpty());
		for (int i = 1; i < 150; i++) {
			String body = "flood-" + i;
			this.redis.with((commands) -> commands.publish("flooded", body));
		}
		await("the drops to be counted", () -> dropped("flooded") == 100);
		await("the others to be handled", () -> this.ledger.invocations()
			.stream()
			.filter((call) -> call.worker().equals("worker") && call.trigger().equals("flooded") && call.succeeded())
			.count() == 50);
		assertThat(this.worker.log()).containsOnlyOnce("drops messages");
	}

}
