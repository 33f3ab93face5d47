package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TakeoversTests {

	private static final long SILENCE = Duration.ofSeconds(3).toNanos();

	private static final long RETURN = Duration.ofMillis(900).toNanos();

	/** Times overflow some day. */
	private static final long START = Long.MAX_VALUE - SILENCE / 2;

	private static final long LATER = Duration.ofMinutes(1).toNanos();

	private final Takeovers takeovers = new Takeovers();

	TakeoversTests() {
		this.takeovers.startAnew(START - LATER);
	}

	/** From whom a page is taken once they were missing, of one page each. */
	private List<String> look(long after, Missing... missing) {
		this.takeovers.noticed(List.of(missing), START + after);
		List<String> from = new ArrayList<>();
		for (Missing next; (next = this.takeovers.next()) != null;) {
			from.add(next.worker());
			this.takeovers.took(new Ledger.Page(1, false));
		}
		return from;
	}

	private List<String> look(long after, String... missing) {
		return look(after, Stream.of(missing).map(Missing::silent).toArray(Missing[]::new));
	}

	@Test
	void leavesAWorkerThatFellSilentTheGraceToComeBack() {
		assertThat(look(0, "a")).isEmpty();
		assertThat(look(SILENCE - 1, "a")).isEmpty();
		assertThat(this.takeovers.anybodyMissing()).isTrue();
		assertThat(look(SILENCE, "a")).containsExactly("a");
		assertThat(this.takeovers.anybodyMissing()).isFalse();
	}

	@Test
	void isQuickWithAWorkerWhoseConnectionIsGone() {
		Missing cut = new Missing("a", "17");
		assertThat(look(0, cut)).isEmpty();
		assertThat(look(RETURN - 1, cut)).isEmpty();
		assertThat(look(RETURN, cut)).containsExactly("a");
	}

	@Test
	void leavesAWorkerAlonethatCameBackByAnotherConnection() {
		look(0, new Missing("a", "17"));
		assertThat(look(RETURN / 2, new String[0])).isEmpty();
		assertThat(look(RETURN, new Missing("a", "18"))).isEmpty();
		assertThat(look(2 * RETURN, new Missing("a", "18"))).containsExactly("a");
	}

	@Test
	void takesItsTimeAfterTheServerItselfWasAway() {
		Missing cut = new Missing("a", "17");
		this.takeovers.startAnew(START);
		look(0, cut);
		assertThat(look(RETURN, cut)).isEmpty();
		assertThat(look(SILENCE, cut)).containsExactly("a");
	}

	@Test
	void countsTheGraceOfEachWorkerForItself() {
		look(0, "a");
		look(1, "a", "b");
		assertThat(look(SILENCE, "a", "b")).containsExactly("a");
		assertThat(look(SILENCE + 1, "b")).containsExactly("b");
	}

	@Test
	void beginsTheGraceAnewForAWorkerThatWasBack() {
		look(0, "a");
		look(SILENCE / 2, new String[0]);
		assertThat(look(SILENCE, "a")).isEmpty();
		assertThat(look(SILENCE * 2 - 1, "a")).isEmpty();
		assertThat(look(SILENCE * 2, "a")).containsExactly("a");
	}

	@Test
	void beginsTheGraceAnewOnANewConnection() {
		look(0, "a");
		this.takeovers.startAnew(START + 1);
		assertThat(look(SILENCE, "a")).isEmpty();
		assertThat(look(SILENCE * 2, "a")).containsExactly("a");
	}

	@Test
	void goesOnPageByPageUntilThereAreNoMore() {
		this.takeovers.noticed(List.of(Missing.silent("a")), START);
		this.takeovers.noticed(List.of(Missing.silent("a")), START + SILENCE);
		for (int page = 0; page < 3; page++) {
			assertThat(this.takeovers.next()).isEqualTo(Missing.silent("a"));
			assertThat(this.takeovers.next()).as("one page is under way at a time").isNull();
			assertThat(this.takeovers.took(new Ledger.Page(100, true))).isZero();
		}
		this.takeovers.noticed(List.of(Missing.silent("a")), START + SILENCE + 1);
		assertThat(this.takeovers.next()).isEqualTo(Missing.silent("a"));
		assertThat(this.takeovers.took(new Ledger.Page(37, false))).isEqualTo(337);
		assertThat(this.takeovers.next()).isNull();
	}

	@Test
	void beginsAPageAgainOnANewConnection() {
		this.takeovers.noticed(List.of(Missing.silent("a")), START);
		this.takeovers.noticed(List.of(Missing.silent("a")), START + SILENCE);
		assertThat(this.takeovers.next()).isNotNull();
		this.takeovers.startAnew(START + SILENCE);
		assertThat(look(SILENCE, "a")).isEmpty();
		assertThat(look(SILENCE * 2, "a")).containsExactly("a");
	}

}
