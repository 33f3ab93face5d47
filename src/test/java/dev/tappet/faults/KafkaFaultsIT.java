package dev.tappet.faults;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.tappet.embedded.FreePorts;
import dev.tappet.source.Held;
import dev.tappet.source.Workers;
import dev.tappet.source.kafka.KafkaServer;
import dev.tappet.support.TappetService;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers and brokers that die while records of topics are handled.
 */
class KafkaFaultsIT {

	@AutoClose
	private static final KafkaServer server = KafkaServer.start();

	private final List<WorkerProcess> workers = new ArrayList<>();

	@AfterEach
	void endWorkers() {
		this.workers.forEach(WorkerProcess::close);
	}

	private static WorkerProcess.Setup setup(Path folder, String topic, int partitions, String session)
			throws Exception {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.direct()))) {
			admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get(30, TimeUnit.SECONDS);
		}
		WorkerProcess.Setup setup = WorkerProcess.on(folder, FreePorts.next())
			.set("spring.kafka.bootstrap-servers=" + server.direct())
			.set("tappet.triggers." + topic + ".handler=work");
		return setup.set("tappet.triggers." + topic + ".kafka.topic=" + topic)
			.set("tappet.triggers." + topic + ".kafka.session-timeout=" + session)
			.set("tappet.triggers." + topic + ".retry.initial-delay=200ms");
	}

	private static void send(String topic, List<String> messages) {
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", server.direct(), "linger.ms", 0), new StringSerializer(),
				new StringSerializer())) {
			messages.forEach((message) -> producer.send(new ProducerRecord<>(topic, Steps.id(message), message)));
			producer.flush();
		}
	}

	private static List<ConsumerRecord<String, String>> deadLetters(String topic) {
		List<ConsumerRecord<String, String>> letters = new ArrayList<>();
		TopicPartition partition = new TopicPartition(topic + "-poison", 0);
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", server.direct(),
				"auto.offset.reset", "earliest", "allow.auto.create.topics", false), new StringDeserializer(),
				new StringDeserializer())) {
			if (!consumer.listTopics().containsKey(partition.topic())) {
				return letters;
			}
			consumer.assign(List.of(partition));
			long end = consumer.endOffsets(List.of(partition)).get(partition);
			while (consumer.position(partition) < end) {
				consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
			}
		}
		return letters;
	}

	private static List<String> messages(int count, String steps) {
		List<String> messages = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			messages.add("m" + i + ";" + steps);
		}
		return messages;
	}

	private static void awaitAll(Path folder, int count) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(100))
			.until(() -> succeeded(folder).size() == count);
	}

	private static Set<String> succeeded(Path folder) {
		return Journal.readAll(folder)
			.stream()
			.filter(Journal.Invocation::succeeded)
			.map(Journal.Invocation::id)
			.collect(Collectors.toSet());
	}

	/** The messages whose handlers succeeded more than once. */
	private static Set<String> doubled(Path folder) {
		Set<String> once = new HashSet<>();
		return Journal.readAll(folder)
			.stream()
			.filter(Journal.Invocation::succeeded)
			.map(Journal.Invocation::id)
			.filter((id) -> !once.add(id))
			.collect(Collectors.toSet());
	}

	private static long longestSilence(Path folder) {
		List<Long> times = Journal.readAll(folder).stream().map(Journal.Invocation::startedAt).sorted().toList();
		long longest = 0;
		for (int i = 1; i < times.size(); i++) {
			longest = Math.max(longest, times.get(i) - times.get(i - 1));
		}
		return longest;
	}

	private static void report(String what, Path folder, int sent) {
		System.out.printf("Kafka, %s: sent %d, handled %d, doubled %d, lost %d, nothing began for %d ms%n", what, sent,
				succeeded(folder).size(), doubled(folder).size(), sent - succeeded(folder).size(),
				longestSilence(folder));
	}

	@Test
	void goesOnWithWhatAKilledWorkerHeld() throws Exception {
		Path folder = Processes.folder(KafkaFaultsIT.class).resolve("killed");
		folder.toFile().mkdirs();
		WorkerProcess.Setup setup = setup(folder, "killed", 4, "4s");
		this.workers.add(setup.launch("kafka-a"));
		this.workers.add(setup.launch("kafka-b"));
		this.workers.forEach(WorkerProcess::awaitStarted);
		List<String> first = untilBothWork(folder);
		List<String> more = messages(300, "sleep:300").stream().map((message) -> "n" + message).toList();
		send("killed", more);
		int half = first.size() + 40;
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> succeeded(folder).size() > half);
		Set<String> before = succeeded(folder);
		this.workers.getFirst().kill();
		int sent = first.size() + more.size();
		awaitAll(folder, sent);
		assertThat(shownBesides("killed"))
			.containsExactly(new Workers.Worker("kafka-b", new Held.Partitions(4), Workers.Life.ALIVE));
		report("a worker killed", folder, sent);
		// What had ended and was not committed yet may come again; all else may not.
		assertThat(doubled(folder).size()).isLessThanOrEqualTo(16);
		assertThat(Journal.readAll(folder).stream().filter((call) -> before.contains(call.id())).count())
			.isLessThanOrEqualTo(before.size() + 16L);
		assertThat(deadLetters("killed")).isEmpty();
	}

	/** The workers as an instance shows them for which the trigger is disabled. */
	private static List<Workers.Worker> shownBesides(String trigger) {
		try (TappetService service = TappetService.builder()
			.setting("spring.kafka.bootstrap-servers", server.direct())
			.trigger(trigger, Map.of("enabled", false, "kafka.topic", trigger, "handler", "none"))
			.handler("none", String.class, (payload, context) -> {
			})
			.start()) {
			return Objects.requireNonNull(service.trigger(trigger).workers().toCompletableFuture().join()).shown();
		}
	}

	/** Sends until each worker has partitions, which the first has alone for a while. */
	private static List<String> untilBothWork(Path folder) {
		List<String> sent = new ArrayList<>();
		Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(250)).until(() -> {
			List<String> part = IntStream.range(0, 8).mapToObj((i) -> "f" + (sent.size() + i) + ";sleep:20").toList();
			send("killed", part);
			sent.addAll(part);
			return Journal.readAll(folder).stream().map(Journal.Invocation::worker).distinct().count() == 2;
		});
		return sent;
	}

	@Test
	void givesUpOnlyTheRecordThatKillsItsWorkers() throws Exception {
		Path folder = Processes.folder(KafkaFaultsIT.class).resolve("killer");
		folder.toFile().mkdirs();
		WorkerProcess.Setup setup = setup(folder, "killer", 1, "4s").set("tappet.triggers.killer.retry.max-attempts=3");
		List<String> sent = new ArrayList<>(messages(30, "sleep:200"));
		sent.set(10, "m10;halt");
		send("killer", sent);
		this.workers.add(setup.launch("kafka-k"));
		Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200)).until(() -> {
			if (!this.workers.getLast().isAlive()) {
				this.workers.add(setup.launch("kafka-k"));
			}
			return succeeded(folder).size() == 29 && deadLetters("killer").size() == 1;
		});
		report("a record that kills its workers", folder, 29);
		ConsumerRecord<String, String> letter = deadLetters("killer").getFirst();
		assertThat(letter.key()).isEqualTo("m10");
		assertThat(letter.headers().lastHeader("tappet-attempts").value())
			.isEqualTo("3".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void goesOnWhereItWasWhenItsBrokerIsKilledAndComesBack() throws Exception {
		Path folder = Processes.folder(KafkaFaultsIT.class).resolve("broker");
		folder.toFile().mkdirs();
		// Longer than the broker is away: a worker whose session is over has lost its
		// claim
		// to what it finishes meanwhile, which is then repeated.
		WorkerProcess.Setup setup = setup(folder, "broker", 2, "30s");
		this.workers.add(setup.start("kafka-r"));
		send("broker", messages(300, "sleep:200"));
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> succeeded(folder).size() > 50);
		server.kill();
		server.run();
		awaitAll(folder, 300);
		report("its broker killed and started again", folder, 300);
		assertThat(doubled(folder)).isEmpty();
	}

}
