package dev.tappet.source.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.support.TappetService;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster of three brokers of which one dies while records are handled: the leader of
 * the partitions, or the one that looks after the group.
 */
class KafkaClusterIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final String TOPIC = "orders";

	private static KafkaCluster cluster;

	private static Admin admin;

	private final Set<String> sent = ConcurrentHashMap.newKeySet();

	private final Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();

	private final ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();

	private final AtomicInteger next = new AtomicInteger();

	@BeforeAll
	static void start() {
		cluster = KafkaCluster.start();
		admin = Admin.create(Map.of("bootstrap.servers", cluster.addresses()));
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> KafkaBroker.answer(admin.describeCluster().nodes()).size() == KafkaCluster.SIZE);
	}

	@AfterAll
	static void stop() {
		if (admin != null) {
			admin.close(Duration.ofSeconds(1));
		}
		if (cluster != null) {
			cluster.close();
		}
	}

	private static int coordinator() {
		return KafkaBroker.answer(admin.describeConsumerGroups(List.of("orders-in")).all())
			.values()
			.iterator()
			.next()
			.coordinator()
			.id();
	}

	private static List<TopicPartitionInfo> partitions(String topic) {
		return KafkaBroker.answer(admin.describeTopics(List.of(topic)).allTopicNames())
			.values()
			.iterator()
			.next()
			.partitions();
	}

	private static int leader() {
		Node leader = partitions(TOPIC).getFirst().leader();
		return (leader != null) ? leader.id() : -1;
	}

	private static void awaitReplicas() {
		for (String topic : List.of(TOPIC, "__consumer_offsets")) {
			Awaitility.await()
				.atMost(PATIENCE)
				.ignoreExceptions()
				.until(() -> partitions(topic).stream().allMatch((each) -> each.isr().size() == KafkaCluster.SIZE));
		}
	}

	@Test
	void losesNothingWhenABrokerDies() {
		// One partition: all that is read has one leader, which another may look after.
		KafkaBroker.answer(admin.createTopics(List.of(new NewTopic(TOPIC, Map.of(0, List.of(1, 2, 3))))).all());
		TappetService.Builder builder = TappetService.builder()
			.setting("spring.kafka.bootstrap-servers", cluster.addresses())
			.trigger("orders-in", Map.of("kafka.topic", TOPIC, "handler", "orders-in"))
			.handler("orders-in", String.class, (payload, context) -> {
				this.times.add(System.nanoTime());
				this.handled.computeIfAbsent(payload, (key) -> new AtomicInteger()).incrementAndGet();
			});
		try (TappetService service = builder.start();
				KafkaProducer<String, String> producer = new KafkaProducer<>(
						Map.of("bootstrap.servers", cluster.addresses(), "acks", "all", "linger.ms", 0,
								"delivery.timeout.ms", 60_000, "request.timeout.ms", 5000, "max.block.ms", 60_000),
						new StringSerializer(), new StringSerializer());
				ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor()) {
			sender.scheduleAtFixedRate(() -> send(producer), 0, 10, TimeUnit.MILLISECONDS);
			awaitMore(200);
			awaitReplicas();
			int leader = leader();
			dies((leader == coordinator()) ? "the leader, which looks after the group too" : "the leader", leader);
			// Another leads now, and whoever looks after the group may be that one too.
			int coordinator = coordinator();
			dies((coordinator == leader()) ? "the one that looks after the group, and leads"
					: "the one that looks after the group", coordinator);
			sender.shutdown();
			producer.flush();
			awaitAll(service);
		}
	}

	private void send(KafkaProducer<String, String> producer) {
		String message = "m" + this.next.getAndIncrement();
		producer.send(new ProducerRecord<>(TOPIC, message), (written, failure) -> {
			if (failure == null) {
				this.sent.add(message);
			}
		});
	}

	/** What is handled goes on after some more was sent. */
	private void awaitMore(int records) {
		int goal = this.handled.size() + records;
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.handled.size() >= goal);
	}

	private void dies(String which, int node) {
		this.times.clear();
		int before = this.sent.size();
		awaitMore(100);
		cluster.kill(node);
		awaitMore(500);
		long silence = longestSilence();
		cluster.run(node);
		awaitReplicas();
		awaitMore(200);
		System.out.printf(
				"Kafka, three brokers, %s killed: sent %d, handled %d, doubled %d, nothing for %d ms, for %d ms when it "
						+ "was back%n",
				which, this.sent.size() - before, this.handled.size(), doubled(), silence, longestSilence());
	}

	private long longestSilence() {
		List<Long> all = new ArrayList<>(this.times);
		this.times.clear();
		long longest = 0;
		for (int i = 1; i < all.size(); i++) {
			longest = Math.max(longest, all.get(i) - all.get(i - 1));
		}
		return TimeUnit.NANOSECONDS.toMillis(longest);
	}

	private long doubled() {
		return this.handled.values().stream().filter((times) -> times.get() > 1).count();
	}

	private void awaitAll(TappetService service) {
		Awaitility.await().atMost(PATIENCE).until(() -> this.handled.keySet().containsAll(this.sent));
		Awaitility.await().atMost(PATIENCE).until(() -> service.backlog("orders-in").total() == 0);
		System.out.printf("Kafka, three brokers, in all: sent %d, handled %d, doubled %d, lost %d%n", this.sent.size(),
				this.handled.size(), doubled(),
				this.sent.stream().filter((each) -> !this.handled.containsKey(each)).count());
		assertThat(this.handled.keySet()).containsAll(this.sent);
		assertThat(doubled()).isZero();
	}

}
