package dev.tappet.source.azurequeue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which requests go wrong, and how.
 */
final class StubFaults {

	private final List<Rule> rules = new CopyOnWriteArrayList<>();

	/** The next so many requests of these operations go wrong. */
	void add(StubFault fault, int times, Set<StubOperation> operations) {
		this.rules.add(new Rule(fault, operations, new AtomicInteger(times)));
	}

	void clear() {
		this.rules.clear();
	}

	/** How many requests are still to go wrong. */
	int left() {
		return this.rules.stream().mapToInt((rule) -> Math.max(0, rule.left().get())).sum();
	}

	Optional<StubFault> next(StubOperation operation) {
		return this.rules.stream()
			.filter((rule) -> rule.operations().contains(operation) && rule.left().getAndDecrement() > 0)
			.map(Rule::fault)
			.findFirst();
	}

	private record Rule(StubFault fault, Set<StubOperation> operations, AtomicInteger left) {
	}

}
