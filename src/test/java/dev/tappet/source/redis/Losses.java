package dev.tappet.source.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.tappet.source.redis.Heard.Gap;
import dev.tappet.source.redis.Heard.Result;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was lost of the messages of one trigger that exist only while they are published,
 * and whether it had to be: Redis gives a message to those who are subscribed at that
 * moment on that server, and drops what it has not sent when their connection ends.
 *
 * @param event when something happened to the servers
 * @param sent all messages
 * @param result what became of them
 * @param gaps those of which the handler was told
 */
record Losses(Instant event, List<Published> sent, Result result, List<Gap> gaps) {

	/** How long before it is noticed a connection can be of no use. */
	private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

	private List<Published> lost() {
		return this.sent.stream().filter((each) -> this.result.lost().contains(each.message())).toList();
	}

	/** Sent when nobody was subscribed on that server. */
	private List<Published> toNobody() {
		return this.sent.stream().filter((each) -> !each.heard()).toList();
	}

	/** Sent to somebody and lost: it was on its way when the connection ended. */
	private List<Published> onTheirWay() {
		return lost().stream().filter(Published::heard).toList();
	}

	/** Whether nobody was subscribed soon after, or a gap ended then. */
	private boolean endsSoonAfter(Published message) {
		Instant latest = message.ended().plus(ON_ITS_WAY);
		return toNobody().stream().anyMatch((each) -> isBetween(each.begun(), message.begun(), latest))
				|| this.gaps.stream().anyMatch((gap) -> isBetween(gap.told(), message.begun(), latest));
	}

	private static boolean isBetween(Instant time, Instant from, Instant until) {
		return !time.isBefore(from) && !time.isAfter(until);
	}

	/** Fails where anything was lost that Redis had given to the service, or untold. */
	void check(String name) {
		assertThat(this.result.doubled()).as("doubled of " + name).isZero();
		assertThat(this.sent).as("sent before it happened to " + name)
			.filteredOn((each) -> each.ended().isBefore(this.event))
			.hasSizeGreaterThan(50)
			.allMatch(Published::heard)
			.noneMatch((each) -> this.result.lost().contains(each.message()));
		assertThat(onTheirWay()).as("lost of " + name + " though somebody was subscribed")
			.allMatch(this::endsSoonAfter);
		assertThat(lost()).as("lost of " + name + " outside of all gaps " + this.gaps)
			.allMatch((each) -> this.gaps.stream().anyMatch((gap) -> gap.covers(each.begun(), each.ended())));
	}

	@Override
	public String toString() {
		String told = this.gaps.isEmpty() ? ""
				: ", told from %d ms before to %d ms after it happened".formatted(
						Duration.between(this.gaps.getFirst().since(), this.event).toMillis(),
						Duration.between(this.event, this.gaps.getLast().told()).toMillis());
		return "%s; %d were sent while nobody was subscribed, %d more were on their way to a connection that ended%s"
			.formatted(this.result, toNobody().size(), onTheirWay().size(), told);
	}

}
