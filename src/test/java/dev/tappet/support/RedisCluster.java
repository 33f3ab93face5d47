package dev.tappet.support;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.lettuce.core.MigrateArgs;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A cluster of real processes on the loopback interface, which a test may disturb.
 */
public final class RedisCluster implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final NodeHost host;

	private final String[] options;

	private final List<ClusterNode> nodes = new CopyOnWriteArrayList<>();

	private RedisCluster(NodeHost host, String... options) {
		this.host = host;
		this.options = options;
	}

	/**
	 * Starts a cluster and waits until it serves.
	 * @param primaries how many primaries share the slots
	 * @param replicas how many replicas each of them has
	 * @param options of {@code redis-server}, for each node
	 * @return the cluster
	 */
	public static RedisCluster start(int primaries, int replicas, String... options) {
		return start(new LocalHost(), primaries, replicas, options);
	}

	static RedisCluster start(NodeHost host, int primaries, int replicas, String... options) {
		RedisCluster cluster = new RedisCluster(host, options);
		try {
			cluster.startNodes(primaries * (1 + replicas));
			cluster.join(primaries);
			return cluster;
		}
		catch (Throwable ex) {
			cluster.close();
			throw ex;
		}
	}

	private void startNodes(int count) {
		for (int i = 0; i < count; i++) {
			this.nodes.add(new ClusterNode(this.host, this.options));
		}
		this.nodes.parallelStream().forEach(ClusterNode::start);
	}

	private void join(int primaries) {
		for (int i = 0; i < primaries; i++) {
			RedisCommands<String, String> primary = this.nodes.get(i).redis().commands();
			int from = SlotHash.SLOT_COUNT * i / primaries;
			int to = SlotHash.SLOT_COUNT * (i + 1) / primaries - 1;
			primary.clusterAddSlotsRange(Range.create(from, to));
		}
		for (int i = 0; i < this.nodes.size(); i++) {
			setEpoch(this.nodes.get(i), i + 1);
		}
		this.nodes.subList(1, this.nodes.size()).forEach(this::meet);
		awaitKnown();
		for (int i = primaries; i < this.nodes.size(); i++) {
			this.nodes.get(i).redis().commands().clusterReplicate(this.nodes.get(i % primaries).id());
		}
		awaitWell();
	}

	/** What a reconnected client sends again is refused, for it was done. */
	private static void setEpoch(ClusterNode node, long epoch) {
		try {
			node.redis().commands().clusterSetConfigEpoch(epoch);
		}
		catch (RedisCommandExecutionException ex) {
			if (!String.valueOf(ex.getMessage()).contains("already non-zero")) {
				throw ex;
			}
		}
	}

	/** The port of the bus is any free one, which Lettuce's own method cannot say. */
	private void meet(ClusterNode other) {
		CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8).add("MEET")
			.add(other.redis().host())
			.add(other.redis().port())
			.add(other.busPort());
		this.nodes.getFirst()
			.redis()
			.commands()
			.dispatch(CommandType.CLUSTER, new StatusOutput<>(StringCodec.UTF8), arguments);
	}

	private void awaitKnown() {
		await().until(() -> this.nodes.stream()
			.allMatch((node) -> partitions(node).stream()
				.filter((each) -> each.isConnected() || isMyself(each))
				.count() == this.nodes.size()));
	}

	private static boolean isMyself(RedisClusterNode node) {
		return node.is(RedisClusterNode.NodeFlag.MYSELF);
	}

	/**
	 * Waits until all running nodes agree on who has which slots and all replicas follow.
	 */
	public void awaitWell() {
		await().ignoreExceptions().until(this::isWell);
	}

	private boolean isWell() {
		List<ClusterNode> running = running();
		Set<String> views = running.stream().map(RedisCluster::view).collect(Collectors.toSet());
		return views.size() == 1 && running.stream().allMatch(RedisCluster::follows);
	}

	private static String view(ClusterNode node) {
		String info = node.redis().commands().clusterInfo();
		if (!info.contains("cluster_state:ok")) {
			throw new IllegalStateException(node + " is not well: " + info);
		}
		return partitions(node).stream()
			.filter((each) -> !each.is(RedisClusterNode.NodeFlag.FAIL))
			.map((each) -> each.getNodeId() + each.getRole() + each.getSlaveOf() + each.getSlots())
			.sorted()
			.toList()
			.toString();
	}

	private static boolean follows(ClusterNode node) {
		String replication = node.redis().commands().info("replication");
		return replication.contains("role:master") || replication.contains("master_link_status:up");
	}

	private static Partitions partitions(ClusterNode node) {
		return ClusterPartitionParser.parse(node.redis().commands().clusterNodes());
	}

	/** All nodes, those that do not run included. */
	public List<ClusterNode> nodes() {
		return List.copyOf(this.nodes);
	}

	private List<ClusterNode> running() {
		return this.nodes.stream().filter(ClusterNode::isRunning).toList();
	}

	private Partitions view() {
		return partitions(running().getFirst());
	}

	private ClusterNode node(RedisClusterNode known) {
		return node((node) -> node.redis().port() == known.getUri().getPort());
	}

	private ClusterNode node(Predicate<ClusterNode> which) {
		return this.nodes.stream().filter(which).findFirst().orElseThrow();
	}

	/** The running nodes that are primaries now, those without slots included. */
	public List<ClusterNode> primaries() {
		return running().stream()
			.filter((node) -> node.redis().commands().info("replication").contains("role:master"))
			.toList();
	}

	/** A primary, but not this one. */
	public ClusterNode otherPrimary(ClusterNode not) {
		return primaries().stream().filter((node) -> node != not).findFirst().orElseThrow();
	}

	/** The slots that a primary has. */
	public Set<Integer> slotsOf(ClusterNode primary) {
		return Set.copyOf(view().getPartitionByNodeId(primary.id()).getSlots());
	}

	public ClusterNode primaryOf(String key) {
		return node(view().getPartitionBySlot(SlotHash.getSlot(key)));
	}

	/** A running replica of a primary. */
	public ClusterNode replicaOf(ClusterNode primary) {
		String id = primary.id();
		return running().stream()
			.filter((node) -> partitions(node).stream()
				.anyMatch((each) -> isMyself(each) && id.equals(each.getSlaveOf())))
			.findFirst()
			.orElseThrow();
	}

	/** A key that begins so and lies on a node. */
	public String keyOn(ClusterNode primary, String prefix) {
		for (int i = 0;; i++) {
			if (primaryOf(prefix + i) == primary) {
				return prefix + i;
			}
		}
	}

	/** What to set {@code spring.data.redis.cluster.nodes} to. */
	public String addresses() {
		return this.nodes.stream().map(ClusterNode::toString).collect(Collectors.joining(","));
	}

	/**
	 * Has a replica take the place of its primary in order, and waits until it has.
	 * @param replica the replica
	 */
	public void failOver(ClusterNode replica) {
		replica.redis().commands().clusterFailover(false);
		await().until(() -> primaries().contains(replica));
		awaitWell();
	}

	/**
	 * Has a replica take the place of its primary without asking anybody, and waits until
	 * it has.
	 * @param replica the replica
	 */
	public void takeOver(ClusterNode replica) {
		CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8).add("FAILOVER").add("TAKEOVER");
		replica.redis().commands().dispatch(CommandType.CLUSTER, new StatusOutput<>(StringCodec.UTF8), arguments);
		await().until(() -> primaries().contains(replica));
		awaitWell();
	}

	/** Waits until a replica has taken the place of a node that has ended. */
	public void awaitPromotion(ClusterNode replica) {
		awaitPrimary(replica);
		awaitWell();
	}

	/** Waits until a node says that it is a primary, whatever the others do. */
	public void awaitPrimary(ClusterNode node) {
		await().ignoreExceptions().until(() -> node.redis().commands().info("replication").contains("role:master"));
	}

	/** Adds a primary that has no slots yet. */
	public ClusterNode addNode() {
		ClusterNode node = new ClusterNode(this.host, this.options);
		this.nodes.add(node);
		node.start();
		meet(node);
		awaitWell();
		return node;
	}

	/**
	 * Moves slots with their keys from their primary to another, while both serve.
	 * @param from the first slot
	 * @param to the last slot
	 * @param target the primary that gets them
	 */
	public void moveSlots(int from, int to, ClusterNode target) {
		for (int slot = from; slot <= to; slot++) {
			ClusterNode source = node(view().getPartitionBySlot(slot));
			beginMove(slot, source, target);
			while (moveKeys(slot, source, target) > 0) {
				// Until none is left.
			}
			endMove(slot, source, target);
		}
		awaitWell();
	}

	/** Declares that a slot is being moved; its keys stay where they are. */
	public void beginMove(int slot, ClusterNode source, ClusterNode target) {
		target.redis().commands().clusterSetSlotImporting(slot, source.id());
		source.redis().commands().clusterSetSlotMigrating(slot, target.id());
	}

	/**
	 * Moves some keys of a slot that is being moved.
	 * @return how many
	 */
	public int moveKeys(int slot, ClusterNode source, ClusterNode target) {
		List<String> keys = source.redis().commands().clusterGetKeysInSlot(slot, 100);
		if (!keys.isEmpty()) {
			source.redis()
				.commands()
				.migrate(target.redis().host(), target.redis().port(), 0, 5000, MigrateArgs.Builder.keys(keys));
		}
		return keys.size();
	}

	/** Gives a slot to the node that has its keys by now. */
	public void endMove(int slot, ClusterNode source, ClusterNode target) {
		String id = target.id();
		target.redis().commands().clusterSetSlotNode(slot, id);
		source.redis().commands().clusterSetSlotNode(slot, id);
		for (ClusterNode other : primaries()) {
			other.redis().commands().clusterSetSlotNode(slot, id);
		}
	}

	/** Waits until a replica has all that its primary has written by now. */
	public void awaitReplicated(ClusterNode primary) {
		ClusterNode replica = replicaOf(primary);
		long written = offset(primary, "master_repl_offset:");
		await().until(() -> offset(replica, "slave_repl_offset:") >= written);
	}

	private static long offset(ClusterNode node, String name) {
		return node.redis()
			.commands()
			.info("replication")
			.lines()
			.filter((line) -> line.startsWith(name))
			.mapToLong((line) -> Long.parseLong(line.substring(name.length()).strip()))
			.findFirst()
			.orElse(-1);
	}

	/** Restores every node that was ended, and waits until all are well. */
	public void heal() {
		this.nodes.stream().filter((node) -> !node.isRunning()).forEach(ClusterNode::start);
		awaitWell();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50));
	}

	@Override
	public void close() {
		this.nodes.parallelStream().forEach(ClusterNode::close);
		this.host.close();
	}

}
