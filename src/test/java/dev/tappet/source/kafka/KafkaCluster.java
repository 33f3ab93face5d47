package dev.tappet.source.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.tappet.embedded.FreePorts;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka of three brokers, each a process of its own, of which any two are enough.
 */
final class KafkaCluster implements AutoCloseable {

	static final int SIZE = 3;

	private final List<KafkaProcess> brokers = new ArrayList<>();

	private final List<Integer> ports = ports();

	private final List<Integer> controllers = ports();

	private KafkaCluster() {
	}

	static KafkaCluster start() {
		KafkaCluster cluster = new KafkaCluster();
		String id = Uuid.randomUuid().toString();
		try {
			for (int node = 1; node <= SIZE; node++) {
				cluster.brokers.add(KafkaProcess.of(id, cluster.settings(node), KafkaProcess.SMALL));
			}
			cluster.brokers.forEach(KafkaProcess::start);
			for (int node = 1; node <= SIZE; node++) {
				cluster.brokers.get(node - 1).await(cluster.address(node));
			}
			return cluster;
		}
		catch (RuntimeException | Error ex) {
			cluster.close();
			throw ex;
		}
	}

	private static List<Integer> ports() {
		return IntStream.range(0, SIZE).map((i) -> FreePorts.next()).boxed().toList();
	}

	private String settings(int node) {
		String voters = IntStream.rangeClosed(1, SIZE)
			.mapToObj((i) -> "%d@127.0.0.1:%d".formatted(i, this.controllers.get(i - 1)))
			.collect(Collectors.joining(","));
		return """
				process.roles=broker,controller
				node.id=%d
				controller.quorum.voters=%s
				listeners=DIRECT://127.0.0.1:%3$d,CONTROLLER://127.0.0.1:%4$d
				advertised.listeners=DIRECT://127.0.0.1:%3$d
				inter.broker.listener.name=DIRECT
				controller.listener.names=CONTROLLER
				listener.security.protocol.map=CONTROLLER:PLAINTEXT,DIRECT:PLAINTEXT
				default.replication.factor=3
				min.insync.replicas=2
				offsets.topic.replication.factor=3
				offsets.topic.num.partitions=1
				transaction.state.log.replication.factor=3
				transaction.state.log.min.isr=2
				transaction.state.log.num.partitions=1
				share.coordinator.state.topic.replication.factor=3
				share.coordinator.state.topic.min.isr=2
				share.coordinator.state.topic.num.partitions=1
				broker.session.timeout.ms=3000
				broker.heartbeat.interval.ms=500
				group.initial.rebalance.delay.ms=0
				auto.create.topics.enable=false
				log.cleaner.enable=false
				num.network.threads=2
				num.io.threads=4
				""".formatted(node, voters, this.ports.get(node - 1), this.controllers.get(node - 1));
	}

	private String address(int node) {
		return "127.0.0.1:" + this.ports.get(node - 1);
	}

	/** All brokers, as clients are told them. */
	String addresses() {
		return IntStream.rangeClosed(1, SIZE).mapToObj(this::address).collect(Collectors.joining(","));
	}

	/** Ends a broker as a machine does that loses its power. */
	void kill(int node) {
		this.brokers.get(node - 1).kill();
	}

	/** Starts a broker on the data that it has. */
	void run(int node) {
		this.brokers.get(node - 1).start();
		this.brokers.get(node - 1).await(address(node));
	}

	@Override
	public void close() {
		this.brokers.forEach(KafkaProcess::close);
	}

}
