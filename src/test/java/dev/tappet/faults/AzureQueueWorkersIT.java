package dev.tappet.faults;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.azure.core.util.ClientOptions;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import dev.tappet.source.azurequeue.QueueServiceStub;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that die or are ended while they handle messages of Azure's queues.
 */
class AzureQueueWorkersIT {

	private static final Duration LEASE = Duration.ofSeconds(4);

	private final QueueServiceStub stub = QueueServiceStub.start();

	private final List<WorkerProcess> workers = new ArrayList<>();

	@AfterEach
	void end() {
		this.workers.forEach(WorkerProcess::close);
		this.stub.close();
	}

	private WorkerProcess.Setup setup(Path folder, String queue) {
		return WorkerProcess.in(folder)
			.set("AzureWebJobsStorage=" + this.stub.connectionString())
			.set("tappet.triggers." + queue + ".handler=work")
			.set("tappet.triggers." + queue + ".azure-queue.queue-name=" + queue)
			.set("tappet.triggers." + queue + ".azure-queue.max-polling-interval=200ms")
			.set("tappet.triggers." + queue + ".azure-queue.lease=" + LEASE.toSeconds() + "s");
	}

	private static Path folder(String name) {
		Path folder = Processes.folder(AzureQueueWorkersIT.class).resolve(name);
		assertThat(folder.toFile().mkdirs()).isTrue();
		return folder;
	}

	private void send(String queue, List<String> messages) {
		QueueClient client = new QueueClientBuilder().connectionString(this.stub.connectionString())
			.queueName(queue)
			.clientOptions(new ClientOptions().setApplicationId(QueueServiceStub.OBSERVER))
			.buildClient();
		client.createIfNotExists();
		messages.forEach((message) -> client
			.sendMessage(Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8))));
	}

	private static List<String> messages(int count, String steps) {
		return new ArrayList<>(IntStream.range(0, count).mapToObj((i) -> "m" + i + ";" + steps).toList());
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50));
	}

	private static Set<String> ids(Path folder, Predicate<Journal.Invocation> which) {
		return Journal.readAll(folder).stream().filter(which).map(Journal.Invocation::id).collect(Collectors.toSet());
	}

	private static Set<String> succeeded(Path folder) {
		return ids(folder, Journal.Invocation::succeeded);
	}

	private static Set<String> doubled(Path folder) {
		Set<String> once = new HashSet<>();
		return ids(folder, (call) -> call.succeeded() && !once.add(call.id()));
	}

	private static void report(String what, Path folder, int sent) {
		List<Long> times = Journal.readAll(folder).stream().map(Journal.Invocation::startedAt).sorted().toList();
		long longest = 0;
		for (int i = 1; i < times.size(); i++) {
			longest = Math.max(longest, times.get(i) - times.get(i - 1));
		}
		System.out.printf("Azure queue, %s: sent %d, handled %d, doubled %d, lost %d, nothing began for %d ms%n", what,
				sent, succeeded(folder).size(), doubled(folder).size(), sent - succeeded(folder).size(), longest);
	}

	@Test
	void bringsBackWhatAKilledWorkerHeldWhenItsLeaseEnds() {
		Path folder = folder("killed");
		WorkerProcess.Setup setup = setup(folder, "killed");
		WorkerProcess first = setup.launch("azure-a");
		this.workers.add(first);
		this.workers.add(setup.launch("azure-b"));
		this.workers.forEach(WorkerProcess::awaitStarted);
		send("killed",
				IntStream.range(0, 200).mapToObj((i) -> "m%d;sleep:%d".formatted(i, 400 + 37 * i % 600)).toList());
		eventually().until(() -> succeeded(folder).size() >= 40
				&& ids(folder, (call) -> call.worker().equals("azure-a") && !call.ended()).size() >= 8);
		first.kill();
		long killedAt = System.currentTimeMillis();
		Set<String> held = ids(folder, (call) -> call.worker().equals("azure-a") && !call.ended());
		eventually().until(() -> succeeded(folder).size() == 200);
		eventually().until(() -> this.stub.count("killed") == 0);
		long back = Journal.readAll(folder)
			.stream()
			.filter((call) -> held.contains(call.id()) && call.worker().equals("azure-b"))
			.mapToLong(Journal.Invocation::startedAt)
			.max()
			.orElse(killedAt) - killedAt;
		report("a worker killed with " + held.size() + " in its handlers", folder, 200);
		System.out.printf("  the last of them began again after %d ms, with leases of %d ms%n", back, LEASE.toMillis());
		// Handlers may have ended whose deletion was not sent any more.
		assertThat(doubled(folder).size()).isLessThanOrEqualTo(16);
		assertThat(back).isLessThan(LEASE.plusSeconds(10).toMillis());
		assertThat(this.stub.count("killed-poison")).isZero();
	}

	@Test
	void givesUpTheMessageThatKillsItsWorkers() {
		Path folder = folder("killer");
		WorkerProcess.Setup setup = setup(folder, "killer").set("tappet.triggers.killer.retry.max-attempts=2");
		List<String> sent = messages(30, "ok");
		sent.set(10, "m10;halt");
		send("killer", sent);
		eventually().until(() -> {
			if (this.workers.isEmpty() || !this.workers.getLast().isAlive()) {
				this.workers.add(setup.launch("azure-k" + this.workers.size()));
			}
			return this.stub.count("killer-poison") >= 1 && this.stub.count("killer") == 0;
		});
		report("a message that kills its workers", folder, 29);
		assertThat(Journal.readAll(folder).stream().filter((call) -> call.id().equals("m10"))).hasSize(2);
		assertThat(succeeded(folder)).hasSizeGreaterThanOrEqualTo(20);
		System.out.printf("  dead letters: %d%n", this.stub.count("killer-poison"));
	}

	@Test
	void endsInOrderWithoutLosingOrRepeatingAnything() {
		Path folder = folder("ended");
		WorkerProcess.Setup setup = setup(folder, "ended");
		WorkerProcess first = setup.start("azure-e");
		this.workers.add(first);
		send("ended", messages(100, "sleep:300"));
		eventually().until(() -> succeeded(folder).size() >= 20);
		first.terminate();
		assertThat(first.awaitEnd(Duration.ofMinutes(1))).isIn(0, 143);
		this.workers.add(setup.start("azure-f"));
		eventually().until(() -> succeeded(folder).size() == 100);
		eventually().until(() -> this.stub.count("ended") == 0);
		report("a worker ended in order", folder, 100);
		assertThat(doubled(folder)).isEmpty();
		assertThat(this.stub.count("ended-poison")).isZero();
	}

}
