package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.tappet.source.Held;
import dev.tappet.source.Workers;
import dev.tappet.source.Workers.Life;
import dev.tappet.source.Workers.Worker;
import dev.tappet.source.kafka.poll.KafkaDefinition.GroupProtocol;
import dev.tappet.source.kafka.value.FormatSettings;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GroupMembersTests {

	private static final String ID = "-e5f0ab64-7a53-4c14-9c4f-3d8c6d0e9c55";

	private static final GroupMembers GROUP = new GroupMembers("orders-in", definition(), "tappet-worker-a");

	private static KafkaDefinition definition() {
		return new KafkaDefinition(List.of("orders"), "orders-in", new StartFrom.Beginning(), 500, FormatSettings.TEXT,
				GroupProtocol.CLASSIC, Duration.ofSeconds(10), 10_000, null);
	}

	private static MemberDescription member(String clientId, String memberId, String topic, int partitions) {
		Set<TopicPartition> assigned = IntStream.range(0, partitions)
			.mapToObj((i) -> new TopicPartition(topic, i))
			.collect(Collectors.toSet());
		return new MemberDescription(memberId, Optional.empty(), clientId, "/127.0.0.1", new MemberAssignment(assigned),
				Optional.empty(), Optional.empty(), Optional.empty());
	}

	private static MemberDescription tappet(String instance, int partitions) {
		String clientId = "tappet-" + instance + "-orders-in";
		return member(clientId, clientId + ID, "orders", partitions);
	}

	private static Worker worker(String instance, int partitions, Life life) {
		return new Worker(instance, new Held.Partitions(partitions), life);
	}

	@Test
	void knowsInstancesByTheirClientIds() {
		assertThat(GROUP.workers(List.of(tappet("worker-a", 1), tappet("worker-b", 3), tappet("worker-c", 0))).shown())
			.containsExactly(worker("worker-b", 3, Life.ALIVE), worker("worker-a", 1, Life.ALIVE),
					worker("worker-c", 0, Life.ALIVE));
	}

	@Test
	void leavesMembersThatAreNotTappetsApart() {
		MemberDescription classic = member("consumer-billing-1", "consumer-billing-1" + ID, "orders", 2);
		MemberDescription sameName = member("consumer-billing-1", "consumer-billing-1-x", "orders", 1);
		MemberDescription byUuid = member("legacy\n", "MwKZ", "orders", 0);
		assertThat(GROUP.workers(List.of(classic, sameName, byUuid)).shown()).containsExactly(
				worker("consumer-billing-1" + ID, 2, Life.FOREIGN), worker("consumer-billing-1-x", 1, Life.FOREIGN),
				worker("legacy\\n-MwKZ", 0, Life.FOREIGN));
	}

	@Test
	void countsPartitionsOfTheTriggersTopicsAlone() {
		MemberDescription elsewhere = member("tappet-worker-a-mails-in", "m", "mails", 4);
		assertThat(GROUP.workers(List.of(elsewhere)).shown())
			.containsExactly(worker("worker-a-mails-in", 0, Life.ALIVE));
	}

	@Test
	void knowsItsOwnWhereTheConnectionGivesTheClientId() {
		GroupMembers named = new GroupMembers("orders-in", definition(), "shop");
		MemberDescription one = member("shop-orders-in", "shop-orders-in-1", "orders", 1);
		MemberDescription other = member("shop-orders-in", "shop-orders-in-2", "orders", 2);
		MemberDescription foreign = member("shop", "shop-3", "orders", 0);
		assertThat(named.workers(List.of(one, other, foreign)).shown()).containsExactly(
				worker("shop-orders-in-2", 2, Life.ALIVE), worker("shop-orders-in-1", 1, Life.ALIVE),
				worker("shop-3", 0, Life.FOREIGN));
	}

	@Test
	void addsUpWhatTriggersOfOneInstanceHave() {
		Workers workers = GROUP.workers(List.of(tappet("worker-a", 1), tappet("worker-a", 2)));
		assertThat(workers).isEqualTo(new Workers(List.of(worker("worker-a", 3, Life.ALIVE)), 0));
	}

}
