package dev.tappet.source.redis.connection;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import io.lettuce.core.cluster.SlotHash;
import org.jspecify.annotations.Nullable;

/**
 * Which server takes the writes of which slots, and which stand by. Whatever is no
 * cluster has one primary for all slots.
 *
 * @param parts the primaries, each with what it has
 */
public record Layout(List<Part> parts) {

	/**
	 * One primary.
	 *
	 * @param primary the server that takes writes
	 * @param replicas the servers that stand by
	 * @param slots the slots that it has
	 */
	public record Part(Node primary, List<Node> replicas, BitSet slots) {

		public Part {
			replicas = List.copyOf(replicas);
			slots = (BitSet) slots.clone();
		}

	}

	public Layout {
		parts = List.copyOf(parts);
	}

	/** One primary that has all keys. */
	public static Layout of(Node primary, List<Node> replicas) {
		BitSet all = new BitSet(SlotHash.SLOT_COUNT);
		all.set(0, SlotHash.SLOT_COUNT);
		return new Layout(List.of(new Part(primary, replicas, all)));
	}

	/** All servers that take writes, also one that has no slots yet. */
	public List<Node> primaries() {
		return this.parts.stream().map(Part::primary).toList();
	}

	/** All servers: first the primaries, then what stands by. */
	public List<Node> all() {
		return Stream.concat(primaries().stream(), this.parts.stream().flatMap((part) -> part.replicas().stream()))
			.distinct()
			.toList();
	}

	/** The server that takes the writes of a key or channel, or null where none does. */
	public @Nullable Node primaryOf(String key) {
		return primaryOf(slotOf(key));
	}

	@Nullable Node primaryOf(int slot) {
		for (Part part : this.parts) {
			if (part.slots().get(slot)) {
				return part.primary();
			}
		}
		return null;
	}

	static int slotOf(String key) {
		return SlotHash.getSlot(key.getBytes(StandardCharsets.UTF_8));
	}

}
