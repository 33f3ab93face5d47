package dev.tappet.source.redis.connection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Layout.Part;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;

/**
 * What one node of a cluster knows of all.
 *
 * @param members the nodes by their ids
 */
record ClusterView(Map<String, Member> members) {

	/**
	 * A node.
	 *
	 * @param node where it is
	 * @param primary the id of the node that it stands by for, or nothing where it takes
	 * writes itself
	 * @param alive whether it is not taken for dead
	 * @param epoch how recent what it has is
	 * @param slots the slots that it has
	 */
	record Member(Node node, String primary, boolean alive, long epoch, BitSet slots) {

		boolean takesWrites() {
			return this.primary.isEmpty();
		}

	}

	/** The place of a node that does not know its own address. */
	private static final Pattern NOWHERE = Pattern.compile("(?m)^(\\S+) :(?=\\d)");

	/**
	 * Reads the answer to {@code CLUSTER NODES}.
	 * @param text the answer
	 * @param asked who gave it, and may not know its own address
	 */
	static ClusterView parse(String text, Node asked) {
		String host = asked.host().contains(":") ? "[" + asked.host() + "]" : asked.host();
		String known = NOWHERE.matcher(text).replaceAll("$1 " + Matcher.quoteReplacement(host) + ":");
		Map<String, Member> members = new LinkedHashMap<>();
		for (RedisClusterNode each : ClusterPartitionParser.parse(known)) {
			if (each.is(NodeFlag.NOADDR) || each.is(NodeFlag.HANDSHAKE) || each.getUri() == null) {
				continue;
			}
			boolean replica = each.is(NodeFlag.REPLICA) || each.is(NodeFlag.SLAVE);
			BitSet slots = new BitSet(SlotHash.SLOT_COUNT);
			each.forEachSlot(slots::set);
			members.put(each.getNodeId(),
					new Member(new Node(each.getUri().getHost(), each.getUri().getPort()),
							replica ? Objects.requireNonNullElse(each.getSlaveOf(), "?") : "", !each.is(NodeFlag.FAIL),
							each.getConfigEpoch(), slots));
		}
		return new ClusterView(members);
	}

	/**
	 * Makes a layout of what several nodes know. For a slot that several are said to have
	 * the more recent one counts.
	 */
	static Layout together(List<ClusterView> views) {
		String[] owners = new String[SlotHash.SLOT_COUNT];
		long[] epochs = new long[SlotHash.SLOT_COUNT];
		Map<String, Member> latest = new LinkedHashMap<>();
		for (ClusterView view : views) {
			view.members.forEach((id, member) -> {
				latest.merge(id, member, (one, other) -> (other.epoch() > one.epoch()) ? other : one);
				member.slots().stream().forEach((slot) -> {
					if (owners[slot] == null || member.epoch() > epochs[slot]) {
						owners[slot] = id;
						epochs[slot] = member.epoch();
					}
				});
			});
		}
		Map<String, BitSet> slots = new HashMap<>();
		for (int slot = 0; slot < owners.length; slot++) {
			if (owners[slot] != null) {
				slots.computeIfAbsent(owners[slot], (id) -> new BitSet(SlotHash.SLOT_COUNT)).set(slot);
			}
		}
		List<Part> parts = new ArrayList<>();
		latest.forEach((id, member) -> {
			BitSet own = slots.get(id);
			if (own != null || (member.takesWrites() && member.alive())) {
				parts.add(new Part(member.node(), replicas(id, latest, slots.keySet()),
						(own != null) ? own : new BitSet(SlotHash.SLOT_COUNT)));
			}
		});
		parts.sort((one, other) -> one.primary().toString().compareTo(other.primary().toString()));
		return new Layout(parts);
	}

	private static List<Node> replicas(String primary, Map<String, Member> members, Set<String> owners) {
		Set<Node> replicas = new LinkedHashSet<>();
		members.forEach((id, member) -> {
			if (member.primary().equals(primary) && member.alive() && !owners.contains(id)) {
				replicas.add(member.node());
			}
		});
		return replicas.stream().sorted((one, other) -> one.toString().compareTo(other.toString())).toList();
	}

}
