package dev.tappet.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.tappet.faults.Journal.Invocation;
import dev.tappet.support.Alone;
import dev.tappet.support.ClusterNode;
import dev.tappet.support.RedisCluster;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How soon others go on with what a killed worker held on each primary of a cluster.
 */
@Alone
class ClusterTakeoverIT {

	@Test
	void aKilledWorkerIsFollowedBeforeItsLeaseHasRunOut() {
		Path folder = Processes.folder(ClusterTakeoverIT.class);
		try (RedisCluster cluster = RedisCluster.start(3, 0)) {
			WorkerProcess.Setup setup = WorkerProcess.on(folder, cluster.nodes().getFirst().redis().port())
				.set("spring.data.redis.cluster.nodes=" + cluster.addresses());
			List<String> streams = new ArrayList<>();
			List<String> lists = new ArrayList<>();
			for (ClusterNode primary : cluster.primaries()) {
				streams.add(cluster.keyOn(primary, "stream-" + streams.size() + "-"));
				lists.add(cluster.keyOn(primary, "list-" + lists.size() + "-"));
			}
			streams.forEach(setup::stream);
			lists.forEach(setup::list);
			WorkerProcess victim = setup.start("cluster-1");
			streams.forEach((key) -> cluster.primaryOf(key)
				.redis()
				.commands()
				.xadd(key, Map.of("body", key + "-held;sleep:60000;ok")));
			lists.forEach((key) -> cluster.primaryOf(key).redis().commands().rpush(key, key + "-held;sleep:60000;ok"));
			await().until(() -> Journal.readAll(folder).size() == 6);
			WorkerProcess heir = setup.start("cluster-2");
			// So that the death is none of a moment in which the heir itself is new.
			await().pollDelay(Duration.ofSeconds(4)).until(heir::isAlive);
			victim.kill();
			long killedAt = System.currentTimeMillis();
			await().until(() -> Journal.readAll(folder).stream().filter(Invocation::succeeded).count() == 6);
			List<Invocation> again = Journal.readAll(folder).stream().filter(Invocation::succeeded).toList();
			System.out.printf(
					"cluster, worker killed: sent 6, handled 6, doubled 0, lost 0, taken over after %d to %d ms%n",
					again.stream().mapToLong((one) -> one.startedAt() - killedAt).min().orElseThrow(),
					again.stream().mapToLong((one) -> one.startedAt() - killedAt).max().orElseThrow());
			assertThat(again).allMatch((invocation) -> invocation.attempt() == 2);
			assertThat(heir.log()).contains("whose connection is gone").doesNotContain("whose lease has run out");
			heir.kill();
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
	}

}
