package dev.tappet.source;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a source promises beyond what all of them do. It switches tests of the conformance
 * suite.
 *
 * @param promised what it promises
 */
public record Features(Set<Feature> promised) {

	public static final Features ALL = new Features(EnumSet.allOf(Feature.class));

	public Features {
		promised = Set.copyOf(promised);
	}

	public static Features of(Feature... promised) {
		return new Features(Set.of(promised));
	}

	public Features without(Feature... missing) {
		Set<Feature> left = EnumSet.copyOf(this.promised);
		left.removeAll(List.of(missing));
		return new Features(left);
	}

	boolean include(Feature feature) {
		return this.promised.contains(feature);
	}

	/** What the kind of source should say of itself. */
	Traits traits() {
		return new Traits(include(Feature.BACKLOG), order(), include(Feature.BATCHES), include(Feature.TIMES));
	}

	private Order order() {
		if (include(Feature.PARTS)) {
			return Order.PARTS;
		}
		return include(Feature.ORDER) ? Order.WHOLE : Order.NONE;
	}

}
