package dev.tappet.source.kafka;

import java.util.List;

import dev.tappet.embedded.FreePorts;
import dev.tappet.faults.FaultyProxy;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka of one broker in a process of its own, to be killed, stopped and started again.
 * Tests talk to it directly, services through proxies that can be cut.
 */
public final class KafkaServer implements AutoCloseable {

	private final int direct = FreePorts.next();

	private final int first = FreePorts.next();

	private final int second = FreePorts.next();

	private final int controller = FreePorts.next();

	private final FaultyProxy one = FaultyProxy.to(this.first);

	private final FaultyProxy two = FaultyProxy.to(this.second);

	private final KafkaProcess process;

	private KafkaServer(List<String> jvm, List<String> overrides) {
		this.process = KafkaProcess.of(Uuid.randomUuid().toString(), settings() + String.join("\n", overrides) + "\n",
				jvm);
	}

	/**
	 * Starts a broker without data.
	 * @param overrides settings, as name and value
	 */
	public static KafkaServer start(String... overrides) {
		return start(KafkaProcess.SMALL, overrides);
	}

	/**
	 * Starts a broker without data.
	 * @param jvm options of its JVM
	 * @param overrides settings, as name and value
	 */
	public static KafkaServer start(List<String> jvm, String... overrides) {
		KafkaServer server = new KafkaServer(jvm, List.of(overrides));
		try {
			server.run();
			return server;
		}
		catch (RuntimeException | Error ex) {
			server.close();
			throw ex;
		}
	}

	private String settings() {
		return """
				process.roles=broker,controller
				node.id=1
				controller.quorum.voters=1@127.0.0.1:%1$d
				listeners=DIRECT://127.0.0.1:%2$d,ONE://127.0.0.1:%3$d,TWO://127.0.0.1:%4$d,CONTROLLER://127.0.0.1:%1$d
				advertised.listeners=DIRECT://127.0.0.1:%2$d,ONE://127.0.0.1:%5$d,TWO://127.0.0.1:%6$d
				inter.broker.listener.name=DIRECT
				controller.listener.names=CONTROLLER
				listener.security.protocol.map=CONTROLLER:PLAINTEXT,DIRECT:PLAINTEXT,ONE:PLAINTEXT,TWO:PLAINTEXT
				offsets.topic.replication.factor=1
				offsets.topic.num.partitions=1
				transaction.state.log.replication.factor=1
				transaction.state.log.min.isr=1
				transaction.state.log.num.partitions=1
				share.coordinator.state.topic.replication.factor=1
				share.coordinator.state.topic.min.isr=1
				share.coordinator.state.topic.num.partitions=1
				group.initial.rebalance.delay.ms=0
				group.min.session.timeout.ms=1000
				group.consumer.min.session.timeout.ms=1000
				group.consumer.min.heartbeat.interval.ms=500
				group.consumer.heartbeat.interval.ms=500
				auto.create.topics.enable=false
				message.max.bytes=33554432
				log.cleaner.enable=false
				num.network.threads=2
				num.io.threads=4
				""".formatted(this.controller, this.direct, this.first, this.second, this.one.port(), this.two.port());
	}

	/** Starts the process on the data that there is, and waits until it answers. */
	public void run() {
		this.process.start();
		this.process.await(direct());
	}

	/** Where a test talks to it. */
	public String direct() {
		return "127.0.0.1:" + this.direct;
	}

	/** Where services talk to it. */
	public FaultyProxy one() {
		return this.one;
	}

	/** Where other services talk to it. */
	public FaultyProxy two() {
		return this.two;
	}

	/** Ends the process as a machine does that loses its power. */
	public void kill() {
		this.process.kill();
	}

	/** Asks the process to end, and waits for it. */
	public void stop() {
		this.process.stop();
	}

	public long pid() {
		return this.process.pid();
	}

	@Override
	public void close() {
		this.process.close();
		List.of(this.one, this.two).forEach(FaultyProxy::close);
	}

}
