package dev.tappet.operate;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tappet.source.Instances;
import dev.tappet.source.Instances.Instance;
import org.jspecify.annotations.Nullable;

/**
 * The instances as the endpoint shows them.
 *
 * @param instances each of them, this one first
 * @param moreInstances how many there are at least besides, or {@code null} where there
 * are none
 * @param scope {@code all} where others are known too, or {@code instance} where this one
 * knows of itself alone
 * @param unanswered the connections that were asked and have not answered, or
 * {@code null} where all have
 */
@JsonInclude(Include.NON_NULL)
record ShownInstances(List<ShownInstance> instances, @Nullable Long moreInstances, String scope,
		@Nullable List<String> unanswered) {

	/**
	 * One of them.
	 *
	 * @param instance its instance id
	 * @param self whether it is the one that tells this
	 * @param state {@code alive} or {@code gone}
	 * @param since since when it lives
	 * @param lastSeen when it showed its last sign of life
	 */
	record ShownInstance(String instance, @JsonProperty("this") boolean self, String state, Instant since,
			Instant lastSeen) {
	}

	static ShownInstances of(Instance self, Instances found, boolean others, List<String> unanswered) {
		List<ShownInstance> shown = Stream.concat(Stream.of(shown(self, true)),
				found.shown().stream().filter((each) -> !each.id().equals(self.id())).map((each) -> shown(each, false)))
			.limit(Instances.MOST)
			.toList();
		long more = found.shown().size() + found.more() - shown.size();
		return new ShownInstances(shown, (more > 0) ? more : null, others ? "all" : "instance",
				unanswered.isEmpty() ? null : List.copyOf(unanswered));
	}

	private static ShownInstance shown(Instance each, boolean self) {
		return new ShownInstance(each.id(), self, each.lives() ? "alive" : "gone", each.since(), each.seen());
	}

}
