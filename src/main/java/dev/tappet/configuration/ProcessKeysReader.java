package dev.tappet.configuration;

import java.time.Duration;

import dev.tappet.trigger.InstanceId;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Reads the keys directly under {@code tappet}.
 */
final class ProcessKeysReader {

	/** What is not for messages is for handlers, connections and the process itself. */
	private static final int SHARE_OF_HEAP = 4;

	private static final TappetProperties BUILT_IN = BlockReader.builtIn(TappetProperties.class);

	private final BlockReader blocks;

	private final FoundProblems problems;

	private final long heap;

	/**
	 * Makes the reader.
	 * @param blocks binds values
	 * @param problems takes what is wrong
	 * @param heap the most memory that this process can use
	 */
	ProcessKeysReader(BlockReader blocks, FoundProblems problems, long heap) {
		this.blocks = blocks;
		this.problems = problems;
		this.heap = heap;
	}

	ProcessKeys read(PropertyNode root) {
		return new ProcessKeys(instanceId(root.child("instance-id")), readBuffer(root.child("read-buffer")),
				value(root.child("show-errors"), BUILT_IN.showErrors()), stalledAfter(root.child("stalled-after")),
				text(root.child("trace-property")));
	}

	private Duration stalledAfter(@Nullable PropertyNode node) {
		Duration bound = value(node, BUILT_IN.stalledAfter());
		if (node != null && bound.isNegative()) {
			this.problems.add(node, ValueRule.OUT_OF_RANGE, "Give a duration of 0ms or more.");
		}
		return bound;
	}

	private @Nullable String text(@Nullable PropertyNode node) {
		String text = (node != null) ? this.blocks.text(node) : null;
		return (text != null && !text.isBlank()) ? text.strip() : null;
	}

	private <T> T value(@Nullable PropertyNode node, T otherwise) {
		@SuppressWarnings("unchecked")
		Class<T> type = (Class<T>) otherwise.getClass();
		T value = (node != null) ? this.blocks.value(node, type) : null;
		return (value != null) ? value : otherwise;
	}

	private InstanceId instanceId(@Nullable PropertyNode node) {
		String text = (node != null) ? this.blocks.text(node) : null;
		if (node == null || text == null || text.isEmpty()) {
			return InstanceIds.generate();
		}
		if (!InstanceIds.isLegal(text)) {
			this.problems.add(node, "Not a possible instance id.",
					"Use at most 128 letters, digits and signs such as - . _ : without spaces or braces.");
		}
		return new InstanceId(text);
	}

	private DataSize readBuffer(@Nullable PropertyNode node) {
		DataSize size = (node != null) ? this.blocks.value(node, DataSize.class) : null;
		if (node != null && size != null && (size.toBytes() <= 0 || size.toBytes() > this.heap)) {
			this.problems.add(node, ValueRule.OUT_OF_RANGE,
					"Give a size above 0 that the heap of %d MB has room for; a quarter of it is the default."
						.formatted(DataSize.ofBytes(this.heap).toMegabytes()));
		}
		return (size != null) ? size : DataSize.ofBytes(this.heap / SHARE_OF_HEAP);
	}

}
