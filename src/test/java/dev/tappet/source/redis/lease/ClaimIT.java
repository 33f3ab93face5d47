package dev.tappet.source.redis.lease;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.tappet.source.Held;
import dev.tappet.source.Instances;
import dev.tappet.source.Instances.Instance;
import dev.tappet.source.LastingThreads;
import dev.tappet.source.Workers;
import dev.tappet.source.Workers.Life;
import dev.tappet.source.redis.connection.ConnectionDefinition;
import dev.tappet.source.redis.connection.Redis;
import dev.tappet.source.redis.connection.RedisConnector;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TestRedis;
import dev.tappet.trigger.InstanceId;
import io.lettuce.core.resource.ClientResources;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Claims of instance ids, and who is known by them.
 */
class ClaimIT {

	private static final ClientResources RESOURCES = ClientResources.create();

	private final LastingThreads threads = new LastingThreads();

	private final TestRedis redis = RedisKind.EMBEDDED.empty();

	private Redis server;

	private Register register;

	@BeforeEach
	void connect() throws InterruptedException {
		ConnectionDefinition.Node node = new ConnectionDefinition.Node(this.redis.host(), this.redis.port());
		this.server = new Redis(new RedisConnector(new ConnectionDefinition("default",
				new ConnectionDefinition.Topology.Standalone(node), null, null, 0, false, null, null, null, null),
				"one", null, RESOURCES), this.threads);
		this.register = new Register(this.server);
		this.server.serverOf(Register.KEY).session();
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	private Worker worker(String instance) {
		return new Worker(new InstanceId(instance), Clock.systemUTC(), this.threads);
	}

	private Claim claim(String instance) {
		return new Claim(this.server, worker(instance));
	}

	private long now() {
		return Long.parseLong(this.redis.commands().time().getFirst()) * 1000;
	}

	/** Has an instance have shown its last sign of life some time ago. */
	private void seen(String instance, long agoMillis) {
		this.redis.commands().hset(Register.KEY, instance, "token 1000 %d ,news,".formatted(now() - agoMillis));
	}

	private Instances all() {
		return this.register.all().toCompletableFuture().join();
	}

	@Test
	void anIdBelongsToOneProcessUntilItIsGivenUp() throws InterruptedException {
		Claim first = claim("one");
		Claim second = claim("one");
		assertThat(first.tryNow()).isTrue();
		assertThat(second.tryNow()).isFalse();
		assertThat(first.tryNow()).isTrue();
		second.giveUp();
		assertThat(all().shown()).extracting(Instance::id).containsExactly("one");
		first.giveUp();
		assertThat(this.redis.keys("tappet:*")).isEmpty();
		assertThat(second.tryNow()).isTrue();
	}

	@Test
	void anIdIsFreeSixSecondsAfterTheLastSignOfLife() throws InterruptedException {
		seen("one", 4000);
		assertThat(claim("one").tryNow()).isFalse();
		seen("one", 7000);
		assertThat(claim("one").tryNow()).isTrue();
	}

	@Test
	void aClockThatWasPutBackKeepsNobodyFromHavingAnId() throws InterruptedException {
		seen("one", -60_000);
		assertThat(claim("one").tryNow()).isTrue();
	}

	@Test
	void remembersSinceWhenItLivesWhereTheServerForgets() throws InterruptedException {
		Claim claim = claim("one");
		claim.tryNow();
		Instance before = all().shown().getFirst();
		assertThat(before.lives()).isTrue();
		assertThat(before.since()).isEqualTo(before.seen());
		this.redis.commands().del(Register.KEY);
		claim.tryNow();
		Instance after = all().shown().getFirst();
		assertThat(after.since()).isEqualTo(before.since());
		assertThat(after.seen()).isAfterOrEqualTo(before.seen());
		assertThat(this.redis.commands().pttl(Register.KEY)).isBetween(500_000L, 600_000L);
	}

	@Test
	void goesByTheServersClockWithoutLookingAtItEachTime() throws InterruptedException {
		Claim claim = claim("one");
		claim.tryNow();
		Instant first = all().shown().getFirst().seen();
		Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> {
			claim.tryNow();
			return all().shown().getFirst().seen().isAfter(first.plusSeconds(1));
		});
		long now = now();
		assertThat(all().shown().getFirst().seen().toEpochMilli()).isBetween(now - 3000, now + 3000);
	}

	@Test
	void tellsOfThoseThatHaveEndedForTenMinutes() throws InterruptedException {
		seen("gone", 60_000);
		seen("later", 30_000);
		seen("forgotten", 660_000);
		this.redis.commands().hset(Register.KEY, "strange", "what");
		claim("one").tryNow();
		assertThat(all().shown()).extracting(Instance::id).containsExactly("one", "later", "gone");
		assertThat(all().shown()).extracting(Instance::lives).containsExactly(true, false, false);
		assertThat(this.redis.commands().hkeys(Register.KEY)).containsExactlyInAnyOrder("one", "gone", "later");
	}

	@Test
	void keepsAHundredOfThoseThatHaveEnded() throws InterruptedException {
		IntStream.range(0, 150).forEach((i) -> seen("gone-" + i, 20_000 + 1000L * i));
		claim("one").tryNow();
		assertThat(this.redis.commands().hlen(Register.KEY)).isEqualTo(101);
		assertThat(this.redis.commands().hkeys(Register.KEY)).contains("gone-0", "gone-99").doesNotContain("gone-100");
	}

	@Test
	void showsNoMoreThanAHundred() throws InterruptedException {
		Map<String, String> many = new HashMap<>();
		String now = Long.toString(now());
		IntStream.range(0, 2000).forEach((i) -> many.put("worker-" + i, "token 1000 " + now + " "));
		this.redis.commands().hset(Register.KEY, many);
		seen("gone", 60_000);
		assertThat(all().shown()).hasSize(100).allMatch(Instance::lives);
		assertThat(all().more()).isEqualTo(1901);
	}

	@Test
	void tellsWhoWorksOnATrigger() throws InterruptedException {
		Worker one = worker("one");
		one.worksOn("news");
		one.worksOn("newsletters");
		Claim claim = new Claim(this.server, one);
		claim.tryNow();
		claim("idle").tryNow();
		seen("gone", 60_000);
		assertThat(workersOn("news")).containsExactly(new Workers.Worker("one", Held.UNKNOWN, Life.ALIVE),
				new Workers.Worker("gone", Held.UNKNOWN, Life.GONE));
		assertThat(workersOn("letters")).isEmpty();
		assertThat(workersOn("newsletters")).extracting(Workers.Worker::instance).containsExactly("one");
		one.worksOn("alerts");
		claim.tryNow();
		assertThat(workersOn("alerts")).extracting(Workers.Worker::instance).containsExactly("one");
	}

	private List<Workers.Worker> workersOn(String trigger) {
		return this.register.workersOn(trigger).toCompletableFuture().join().shown();
	}

}
