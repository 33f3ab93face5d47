package dev.tappet.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.tappet.configuration.TappetProperties.Retry;
import dev.tappet.configuration.TappetProperties.TriggerKeys;
import dev.tappet.source.NearNames;
import dev.tappet.source.Order;
import dev.tappet.source.SourceType;
import dev.tappet.source.SourceTypes;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.RetryPolicy;
import dev.tappet.trigger.SourceDefinition;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the triggers.
 */
final class TriggerReader {

	private static final int SLIP = 2;

	private final SourceTypes types;

	private final KeyShape.Block known;

	private final BlockReader blocks;

	private final FoundProblems problems;

	private final ConnectionCheck connections;

	private final List<UnsoundTrigger> unsound = new ArrayList<>();

	TriggerReader(SourceTypes types, KeyShape.Block known, BlockReader blocks, FoundProblems problems,
			ConnectionCheck connections) {
		this.types = types;
		this.known = known;
		this.blocks = blocks;
		this.problems = problems;
		this.connections = connections;
	}

	/** The triggers that were read and have problems. */
	List<UnsoundTrigger> unsound() {
		return this.unsound;
	}

	List<TriggerDefinition> read(@Nullable PropertyNode triggers, TriggerKeys defaults) {
		if (triggers == null || UnknownKeys.isList(triggers)) {
			return List.of();
		}
		List<String> names = triggers.children().stream().map(NameRule::of).toList();
		List<TriggerDefinition> complete = new ArrayList<>();
		for (PropertyNode node : triggers.children()) {
			String name = NameRule.of(node);
			new NameRule(this.problems).check(node);
			new UnknownKeys(this.problems).checkKeys(node, this.known);
			if (node.isPlain()) {
				readOne(node, name, names, defaults, complete);
			}
		}
		return complete;
	}

	private void readOne(PropertyNode node, String name, List<String> names, TriggerKeys defaults,
			List<TriggerDefinition> complete) {
		TriggerKeys keys = new SharedKeysReader(this.blocks, this.problems).read(node, defaults);
		List<SourceType> kinds = this.types.all().stream().filter((type) -> node.child(type.name()) != null).toList();
		checkBlocks(node, kinds, name, names);
		Optional<TriggerDefinition> trigger = Optional.empty();
		for (SourceType kind : kinds) {
			checkKind(node, keys, kind);
			Optional<TriggerDefinition> one = source(node, kind, name).map((source) -> trigger(name, keys, source));
			one.ifPresent((each) -> checkBeside(node, kind, each, complete));
			trigger = trigger.or(() -> one);
		}
		if (kinds.isEmpty()) {
			this.connections.checkKnown(node, keys.connection());
		}
		trigger.filter((each) -> !this.problems.under(node))
			.ifPresentOrElse(complete::add, () -> this.unsound.add(new UnsoundTrigger(name, keys.handler())));
	}

	private void checkKind(PropertyNode node, TriggerKeys keys, SourceType kind) {
		this.connections.check(node, keys.connection(), kind);
		if (keys.enabled() && keys.connection().equals(TriggerDefinition.DEFAULT_CONNECTION)) {
			kind.checkDefaultConnection(new BlockProblems(node, this.problems));
		}
		if (keys.ordering() == Ordering.STRICT && kind.traits().order() == Order.NONE) {
			new BlockProblems(node, this.problems).add("ordering",
					"A source of the kind '%s' keeps no order, so 'strict' cannot be promised.".formatted(kind.name()),
					"Set 'ordering: none' for this trigger.");
		}
	}

	private Optional<SourceDefinition> source(PropertyNode node, SourceType kind, String name) {
		return Optional.ofNullable(node.child(kind.name()))
			.filter((block) -> !block.hasText())
			.map((block) -> this.blocks.read(block, kind.block(), name));
	}

	private void checkBeside(PropertyNode node, SourceType kind, TriggerDefinition trigger,
			List<TriggerDefinition> complete) {
		PropertyNode block = node.child(kind.name());
		if (block != null) {
			complete.stream()
				.filter((other) -> other.type().equals(trigger.type())
						&& other.connection().equals(trigger.connection()))
				.forEach((other) -> kind.checkBeside(trigger.source(), other, new BlockProblems(block, this.problems)));
		}
	}

	private static TriggerDefinition trigger(String name, TriggerKeys keys, SourceDefinition source) {
		Retry retry = keys.retry();
		RetryPolicy policy = new RetryPolicy(retry.maxAttempts(), retry.initialDelay(), retry.multiplier(),
				retry.maxDelay(), retry.jitter());
		return new TriggerDefinition(name, keys.handler(), keys.connection(), keys.enabled(), keys.concurrency(),
				keys.ordering(), keys.timeout(), keys.messagesPerWorker(), policy, source);
	}

	private void checkBlocks(PropertyNode node, List<SourceType> kinds, String name, List<String> names) {
		if (kinds.isEmpty() && !hasMisspeltSource(node)) {
			this.problems.add(node, "No source block.", noSource(name, names));
		}
		if (kinds.size() > 1) {
			this.problems.addWithoutValue(node,
					"More than one source block: %s."
						.formatted(String.join(", ", kinds.stream().map(SourceType::name).toList())),
					"Keep one here, and make a trigger of its own for each other; they may share a handler.");
		}
	}

	private boolean hasMisspeltSource(PropertyNode node) {
		return node.children()
			.stream()
			.anyMatch(
					(child) -> this.known.find(child.name()) == null && !NearNames.of(child.name(), kinds()).isEmpty());
	}

	private String noSource(String name, List<String> names) {
		List<String> near = names.stream()
			.filter((other) -> !other.equals(name) && NearNames.distance(name, other) <= SLIP)
			.toList();
		String remedy = "Add exactly one of the blocks %s.".formatted(NearNames.alternatives(kinds()));
		return near.isEmpty() ? remedy
				: remedy + " Or did you mean the trigger %s?".formatted(NearNames.alternatives(near));
	}

	private List<String> kinds() {
		return this.types.all().stream().map(SourceType::name).toList();
	}

}
