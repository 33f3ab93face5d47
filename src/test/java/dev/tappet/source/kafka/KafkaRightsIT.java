package dev.tappet.source.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.tappet.handler.RejectMessage;
import dev.tappet.runtime.TriggerState;
import dev.tappet.source.Finding;
import dev.tappet.support.TappetService;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator is told of rights and passwords that are missing, and that work begins
 * as soon as they are given. Each trigger is named like its user, its topic and its
 * group.
 */
class KafkaRightsIT {

	@AutoClose
	private static final GuardedKafka kafka = GuardedKafka.start();

	private final Set<String> handled = ConcurrentHashMap.newKeySet();

	private final TappetService.Builder builder = TappetService.builder();

	private @Nullable TappetService service;

	@AfterEach
	void end() {
		if (this.service != null) {
			this.service.close();
		}
	}

	private void trigger(String user, String mode, boolean rejects) {
		kafka.connect(this.builder, user, mode);
		this.builder
			.trigger(user,
					Map.of("kafka.topic", user, "connection", user, "handler", user, "retry.initial-delay", "100ms"))
			.handler(user, String.class, (payload, context) -> {
				this.handled.add(payload);
				if (rejects) {
					throw new RejectMessage("not here");
				}
			});
	}

	private static void allowLetters(String... users) {
		for (String user : users) {
			kafka.allow(user, ResourceType.TOPIC, user + "-poison", AclOperation.WRITE, AclOperation.CREATE);
		}
	}

	private static void create(String... topics) {
		KafkaBroker.answer(kafka.admin()
			.createTopics(Stream.of(topics).map((topic) -> new NewTopic(topic, 1, (short) 1)).toList())
			.all());
	}

	private static void send(String... topics) {
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", kafka.open()),
				new StringSerializer(), new StringSerializer())) {
			Stream.of(topics).forEach((topic) -> producer.send(new ProducerRecord<>(topic, topic)));
		}
	}

	private String reason(String trigger) {
		return Objects.requireNonNullElse(Objects.requireNonNull(this.service).trigger(trigger).reason(), "");
	}

	private void awaitReason(String trigger, String... parts) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(reason(trigger)).contains(parts).doesNotContain(GuardedKafka.PASSWORD));
		System.out.printf("Kafka, %s: %s%n", trigger, reason(trigger));
	}

	private void awaitRunning(String... triggers) {
		for (String trigger : triggers) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(reason(trigger)).as(trigger).isEmpty());
			assertThat(Objects.requireNonNull(this.service).trigger(trigger).state()).isEqualTo(TriggerState.RUNNING);
		}
	}

	private List<Finding> missing(String trigger) {
		return Objects.requireNonNull(this.service)
			.trigger(trigger)
			.check()
			.stream()
			.filter(Finding.Missing.class::isInstance)
			.toList();
	}

	@Test
	void tellsEachMissingRightAndGoesOnWhenItIsGiven() {
		String[] users = { "blind", "topicless", "groupless", "letterless", "createless" };
		create(users);
		create("letterless-poison");
		kafka.allow("blind", ResourceType.GROUP, "blind", AclOperation.READ);
		kafka.allow("topicless", ResourceType.TOPIC, "topicless", AclOperation.DESCRIBE);
		kafka.allow("topicless", ResourceType.GROUP, "topicless", AclOperation.READ);
		kafka.allow("groupless", ResourceType.TOPIC, "groupless", AclOperation.READ);
		for (String user : List.of("letterless", "createless")) {
			kafka.allow(user, ResourceType.TOPIC, user, AclOperation.READ);
			kafka.allow(user, ResourceType.GROUP, user, AclOperation.READ);
		}
		allowLetters("blind", "topicless", "groupless");
		kafka.allow("letterless", ResourceType.TOPIC, "letterless-poison", AclOperation.DESCRIBE);
		kafka.allow("createless", ResourceType.TOPIC, "createless-poison", AclOperation.DESCRIBE, AclOperation.WRITE);
		for (String user : users) {
			trigger(user, "plain", user.endsWith("terless") || user.startsWith("create"));
		}
		send(users);
		long begun = System.nanoTime();
		this.service = this.builder.startAnyway();
		for (String user : List.of("blind", "topicless")) {
			awaitReason(user, "may not use the topic", "allow it to Read and Describe", user);
		}
		awaitReason("groupless", "may not use the consumer group", "allow it to Read the trigger's group", "groupless");
		awaitReason("letterless", "A dead letter cannot be written to the topic 'letterless-poison'",
				"Write and Create its dead-letter topic");
		awaitReason("createless", "A dead letter cannot be written to the topic 'createless-poison'", "Create");
		long told = System.nanoTime() - begun;
		for (String user : users) {
			assertThat(missing(user)).as(user).isNotEmpty();
		}
		assertThat(this.handled).containsExactlyInAnyOrder("letterless", "createless");
		kafka.allow("blind", ResourceType.TOPIC, "blind", AclOperation.READ);
		kafka.allow("topicless", ResourceType.TOPIC, "topicless", AclOperation.READ);
		kafka.allow("groupless", ResourceType.GROUP, "groupless", AclOperation.READ);
		kafka.allow("letterless", ResourceType.TOPIC, "letterless-poison", AclOperation.WRITE);
		kafka.allow("createless", ResourceType.TOPIC, "createless-poison", AclOperation.CREATE);
		begun = System.nanoTime();
		awaitRunning(users);
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> this.handled.size() == users.length);
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> Stream.of("letterless", "createless")
				.allMatch((user) -> Objects.requireNonNull(this.service).trigger(user).counts().deadLettered() == 1));
		System.out.printf(
				"Kafka, rights missing and given: sent %d, handled %d, lost %d, told after %d ms, healed after %d ms%n",
				users.length, this.handled.size(), users.length - this.handled.size(), millis(told),
				millis(System.nanoTime() - begun));
	}

	@Test
	void tellsThatNoDeadLetterCouldBeWrittenBeforeThereIsOne() {
		String[] users = { "unlettered", "uncreative" };
		create(users);
		create("unlettered-poison");
		for (String user : users) {
			kafka.allow(user, ResourceType.TOPIC, user, AclOperation.READ);
			kafka.allow(user, ResourceType.GROUP, user, AclOperation.READ);
			trigger(user, "plain", false);
		}
		kafka.allow("unlettered", ResourceType.TOPIC, "unlettered-poison", AclOperation.DESCRIBE);
		kafka.allow("uncreative", ResourceType.TOPIC, "uncreative-poison", AclOperation.WRITE);
		send(users);
		long begun = System.nanoTime();
		this.service = this.builder.startAnyway();
		for (String user : users) {
			awaitReason(user, "No dead letter could be written to the topic '" + user + "-poison'", "Create");
			assertThat(missing(user)).as(user).hasSize(1);
			assertThat(this.service.trigger(user).state()).isEqualTo(TriggerState.RUNNING);
		}
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> this.handled.size() == users.length);
		long told = System.nanoTime() - begun;
		kafka.allow("unlettered", ResourceType.TOPIC, "unlettered-poison", AclOperation.WRITE);
		kafka.allow("uncreative", ResourceType.TOPIC, "uncreative-poison", AclOperation.CREATE);
		begun = System.nanoTime();
		awaitRunning(users);
		System.out.printf(
				"Kafka, rights to dead letters missing and given: sent %d, handled %d, lost %d, told after %d ms, "
						+ "seen to be given after %d ms%n",
				users.length, this.handled.size(), users.length - this.handled.size(), millis(told),
				millis(System.nanoTime() - begun));
	}

	@Test
	void tellsAWrongPasswordAndGoesOnWhenItIsRight() {
		create("stranger", "mechanic");
		kafka.password("stranger", "swordfish");
		kafka.allow("stranger", ResourceType.TOPIC, "stranger", AclOperation.READ);
		kafka.allow("stranger", ResourceType.GROUP, "stranger", AclOperation.READ);
		allowLetters("stranger");
		trigger("stranger", "scram-sha512", false);
		trigger("mechanic", "scram-sha256", false);
		send("stranger");
		long begun = System.nanoTime();
		this.service = this.builder.startAnyway();
		awaitReason("stranger",
				"refuses the credentials; correct tappet.connections.stranger.kafka.username and password");
		awaitReason("mechanic",
				"takes no credentials of this kind; correct tappet.connections.mechanic.kafka.authentication-mode",
				"SCRAM-SHA-512");
		long told = System.nanoTime() - begun;
		kafka.password("stranger", GuardedKafka.PASSWORD);
		begun = System.nanoTime();
		awaitRunning("stranger");
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> this.handled.contains("stranger"));
		System.out.printf("Kafka, a wrong password: sent 1, handled %d, told after %d ms, healed after %d ms%n",
				this.handled.size(), millis(told), millis(System.nanoTime() - begun));
	}

	/**
	 * The broker asks again every 3 s, and knows the new password before the file has it.
	 */
	@Test
	void goesOnWithThePasswordThatAFileHasNow(@TempDir Path folder) throws IOException {
		create("changing", "changing-poison");
		kafka.password("changing", GuardedKafka.PASSWORD);
		for (String topic : List.of("changing", "changing-poison")) {
			kafka.allow("changing", ResourceType.TOPIC, topic, AclOperation.READ, AclOperation.WRITE);
		}
		kafka.allow("changing", ResourceType.GROUP, "changing", AclOperation.READ);
		Path file = Files.writeString(folder.resolve("kafka-password"), GuardedKafka.PASSWORD);
		trigger("changing", "scram-sha512", true);
		this.builder.setting("spring.config.import", "configtree:" + folder + "/")
			.setting("tappet.connections.changing.kafka.password", "${kafka-password}");
		this.service = this.builder.start();
		send("changing");
		awaitDeadLetters(1);
		long begun = System.nanoTime();
		kafka.password("changing", "swordfish");
		awaitReason("changing", "refuses the credentials");
		long told = System.nanoTime() - begun;
		Files.writeString(file, "swordfish");
		begun = System.nanoTime();
		send("changing");
		awaitRunning("changing");
		awaitDeadLetters(2);
		System.out.printf(
				"Kafka, a password that changes: sent 2, handled %d, doubled 0, lost 0, refused after %d ms, "
						+ "taken up after %d ms%n",
				this.service.trigger("changing").counts().deadLettered(), millis(told),
				millis(System.nanoTime() - begun));
	}

	/** Each record is rejected, so that who writes is tried as well. */
	private void awaitDeadLetters(int count) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> Objects.requireNonNull(this.service).trigger("changing").counts().deadLettered() == count);
	}

	private static long millis(long nanos) {
		return TimeUnit.NANOSECONDS.toMillis(nanos);
	}

}
