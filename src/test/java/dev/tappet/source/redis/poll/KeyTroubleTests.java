package dev.tappet.source.redis.poll;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.tappet.source.LastingThreads;
import dev.tappet.source.redis.connection.ConnectionDefinition;
import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import dev.tappet.source.redis.connection.Redis;
import dev.tappet.source.redis.connection.RedisConnector;
import dev.tappet.source.redis.connection.Subject;
import dev.tappet.source.redis.lease.HandAnsweredLedger;
import dev.tappet.source.redis.lease.Settler;
import dev.tappet.source.redis.poll.Recovery.Step;
import dev.tappet.support.Silent;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.resource.ClientResources;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyTroubleTests {

	private static final ClientResources RESOURCES = ClientResources.create();

	/** Nobody answers there, and nobody has to. */
	private static final Node NOWHERE = new Node("127.0.0.1", 1);

	private static final Throwable MOVED = new RedisCommandExecutionException("MOVED 7 10.0.0.2:6379");

	private static final Throwable LOST = new RedisConnectionException("gone");

	private final Redis cluster = redis(new Topology.Cluster(List.of(NOWHERE), null, null));

	private final Redis single = redis(new Topology.Standalone(NOWHERE));

	private final HandAnsweredLedger ledger = new HandAnsweredLedger();

	private final KeySchedule schedule = new KeySchedule(Ticks.settings(10, 1, false), true, Duration.ofSeconds(5), 0);

	private final KeyCondition condition = new KeyCondition("trigger", new Subject.Key("redis-list", "key", "poison"),
			() -> "here:6379");

	private static Redis redis(Topology topology) {
		return new Redis(new RedisConnector(
				new ConnectionDefinition("default", topology, null, null, 0, false, null, null, null, null), "test",
				null, RESOURCES), new LastingThreads());
	}

	private KeyTrouble trouble(Redis redis) {
		Settler settler = new Settler(this.ledger, new Silent(), false, () -> {
		});
		this.condition.reads();
		return new KeyTrouble(redis.serverOf("key"), this.ledger, settler, this.schedule, this.condition, "trigger");
	}

	@AfterEach
	void close() {
		this.cluster.close();
		this.single.close();
	}

	@AfterAll
	static void shutDown() {
		RESOURCES.shutdown(0, 1, java.util.concurrent.TimeUnit.SECONDS);
	}

	@Test
	void aKeyThatHasJustMovedIsNoFailure() {
		KeyTrouble trouble = trouble(this.cluster);
		trouble.failed(MOVED, Step.TAKE_NEW, 0);
		trouble.failed(MOVED, Step.PULSE, Duration.ofSeconds(1).toNanos());
		assertThat(this.condition.trouble()).isNull();
		trouble.succeeded(Step.TAKE_NEW);
		trouble.failed(MOVED, Step.TAKE_NEW, Duration.ofSeconds(3).toNanos());
		assertThat(this.condition.trouble()).isNull();
	}

	@Test
	void aKeyThatIsNotFoundAfterItHasMovedIsOne() {
		KeyTrouble trouble = trouble(this.cluster);
		trouble.failed(MOVED, Step.TAKE_NEW, 0);
		trouble.failed(MOVED, Step.TAKE_NEW, Duration.ofSeconds(3).toNanos());
		assertThat(Objects.requireNonNull(this.condition.trouble())).contains("10.0.0.2:6379");
	}

	@Test
	void aSingleServerThatSendsElsewhereIsToldAtOnce() {
		KeyTrouble trouble = trouble(this.single);
		trouble.failed(MOVED, Step.TAKE_NEW, 0);
		assertThat(Objects.requireNonNull(this.condition.trouble())).contains("cluster.nodes");
	}

	@Test
	void aPulseThatAsksNobodyEndsNoTrouble() {
		this.ledger.keeps = false;
		KeyTrouble trouble = trouble(this.single);
		trouble.failed(LOST, Step.PULSE, 0);
		trouble.succeeded(Step.PULSE);
		assertThat(this.condition.trouble()).isNotNull();
		trouble.succeeded(Step.TAKE_NEW);
		assertThat(this.condition.trouble()).isNull();
	}

	@Test
	void whatWasRefusedWhileThePulseAsksNobodyEndsWithARead() {
		this.ledger.keeps = false;
		KeyTrouble trouble = trouble(this.single);
		trouble.failed(new RedisCommandExecutionException("OOM no memory"), Step.PULSE, 0);
		assertThat(this.condition.trouble()).isNotNull();
		trouble.succeeded(Step.TAKE_NEW);
		assertThat(this.condition.trouble()).isNull();
	}

}
