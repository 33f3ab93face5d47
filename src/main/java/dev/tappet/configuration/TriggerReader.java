package dev.tappet.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.tappet.trigger.RetryPolicy;
import dev.tappet.trigger.SourceDefinition;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the triggers.
 */
final class TriggerReader {

	private static final Known.Block KNOWN = KnownKeys.ROOT.named("triggers");

	private static final int SLIP = 2;

	private final ValueReader values;

	private final Problems problems;

	private final DefaultsReader shared;

	private final TappetProperties.Defaults defaults;

	private final List<SourceReader> sources;

	private final List<UnsoundTrigger> unsound = new ArrayList<>();

	TriggerReader(ValueReader values, Problems problems, DefaultsReader shared, TappetProperties.Defaults defaults) {
		this.values = values;
		this.problems = problems;
		this.shared = shared;
		this.defaults = defaults;
		this.sources = SourceReader.all(values, problems);
	}

	List<TriggerDefinition> read(@Nullable PropertyNode triggers) {
		if (triggers == null || UnknownKeys.isList(triggers)) {
			return List.of();
		}
		List<String> names = triggers.children().stream().map(NameRule::of).toList();
		List<TriggerDefinition> complete = new ArrayList<>();
		for (PropertyNode node : triggers.children()) {
			Optional<TriggerDefinition> trigger = readOne(node, names);
			if (trigger.isPresent() && !this.problems.under(node)) {
				complete.add(trigger.get());
			}
			else {
				this.unsound.add(new UnsoundTrigger(NameRule.of(node), handler(node)));
			}
		}
		return complete;
	}

	/** The triggers that were read and have problems. */
	List<UnsoundTrigger> unsound() {
		return this.unsound;
	}

	private @Nullable String handler(PropertyNode node) {
		return this.values.text(node.child("handler")).map(String::strip).orElse(this.defaults.handler());
	}

	private Optional<TriggerDefinition> readOne(PropertyNode node, List<String> names) {
		String name = NameRule.of(node);
		new NameRule(this.problems).check(node);
		new UnknownKeys(this.problems).checkKeys(node, KNOWN);
		TappetProperties.Defaults own = this.shared.read(node, this.defaults);
		TappetProperties.Retry retry = own.retry();
		RetryPolicy policy = new RetryPolicy(retry.maxAttempts(), retry.initialDelay(), retry.multiplier(),
				retry.maxDelay(), retry.jitter());
		return source(node, name, names)
			.map((source) -> new TriggerDefinition(name, own.handler(), own.connection(), own.enabled(),
					own.concurrency(), own.ordering(), own.timeout(), own.messagesPerWorker(), policy, source));
	}

	private Optional<SourceDefinition> source(PropertyNode node, String name, List<String> names) {
		List<String> found = new ArrayList<>();
		Optional<SourceDefinition> first = Optional.empty();
		for (SourceReader reader : this.sources) {
			PropertyNode block = node.child(reader.type());
			if (block != null) {
				found.add(reader.type());
				Optional<SourceDefinition> source = block.hasText() ? Optional.empty() : reader.read(block, name);
				first = first.isPresent() ? first : source;
			}
		}
		if (found.isEmpty() && !hasMisspeltSource(node)) {
			this.problems.add(node, "No source block.", noSource(name, names));
		}
		if (found.size() > 1) {
			this.problems.add(node, null, "More than one source block: %s.".formatted(String.join(", ", found)),
					"Keep one here, and make a trigger of its own for each other; they may share a handler.");
		}
		return first;
	}

	private boolean hasMisspeltSource(PropertyNode node) {
		return node.children()
			.stream()
			.anyMatch((child) -> KNOWN.find(child.name()) == null && !NearNames.of(child.name(), types()).isEmpty());
	}

	private String noSource(String name, List<String> names) {
		List<String> near = names.stream()
			.filter((other) -> !other.equals(name) && NearNames.distance(name, other) <= SLIP)
			.toList();
		String remedy = "Add exactly one of the blocks %s.".formatted(NearNames.alternatives(types()));
		return near.isEmpty() ? remedy
				: remedy + " Or did you mean the trigger %s?".formatted(NearNames.alternatives(near));
	}

	private List<String> types() {
		return this.sources.stream().map(SourceReader::type).toList();
	}

}
