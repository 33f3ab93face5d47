package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TakeoversTests {

	private static final long GRACE = Duration.ofSeconds(3).toNanos();

	/** Times overflow some day. */
	private static final long START = Long.MAX_VALUE - GRACE / 2;

	private final HandAnsweredLedger ledger = new HandAnsweredLedger();

	private final Heard heard = new Heard();

	private final Takeovers takeovers = new Takeovers(this.ledger, this.heard, TakeoversTests::answer);

	private static <T> T answer(CompletionStage<T> stage) {
		return stage.toCompletableFuture().join();
	}

	private int look(long after, String... missing) throws InterruptedException {
		return this.takeovers.from(List.of(missing), START + after);
	}

	@Test
	void leaveAWorkerTheGraceToComeBack() throws InterruptedException {
		assertThat(look(0, "a")).isZero();
		assertThat(look(GRACE - 1, "a")).isZero();
		assertThat(this.ledger.takenOverFrom).isEmpty();
		assertThat(look(GRACE, "a")).isEqualTo(1);
		assertThat(this.ledger.takenOverFrom).containsExactly("a");
		assertThat(this.heard.takenOver).isEqualTo(1);
	}

	@Test
	void countTheGraceOfEachWorkerForItself() throws InterruptedException {
		look(0, "a");
		look(1, "a", "b");
		look(GRACE, "a", "b");
		assertThat(this.ledger.takenOverFrom).containsExactly("a");
		look(GRACE + 1, "b");
		assertThat(this.ledger.takenOverFrom).containsExactly("a", "b");
	}

	@Test
	void beginTheGraceAnewForAWorkerThatWasBack() throws InterruptedException {
		look(0, "a");
		look(GRACE / 2);
		look(GRACE, "a");
		look(GRACE * 2 - 1, "a");
		assertThat(this.ledger.takenOverFrom).isEmpty();
		look(GRACE * 2, "a");
		assertThat(this.ledger.takenOverFrom).containsExactly("a");
	}

	@Test
	void beginTheGraceAnewOnANewConnection() throws InterruptedException {
		look(0, "a");
		this.takeovers.startAnew();
		look(GRACE, "a");
		assertThat(this.ledger.takenOverFrom).isEmpty();
		look(GRACE * 2, "a");
		assertThat(this.ledger.takenOverFrom).containsExactly("a");
	}

	@Test
	void goOnPageByPageUntilThereAreNoMore() throws InterruptedException {
		this.ledger.pages.addAll(List.of(new Ledger.Page(100, true), new Ledger.Page(100, true),
				new Ledger.Page(0, true), new Ledger.Page(37, true), new Ledger.Page(0, false)));
		look(0, "a");
		assertThat(look(GRACE, "a")).isEqualTo(237);
		assertThat(this.ledger.takenOverFrom).hasSize(5).containsOnly("a");
		assertThat(this.heard.takenOver).isEqualTo(237);
	}

	@Test
	void tellNobodyWhereNothingWasHeld() throws InterruptedException {
		this.ledger.pages.add(new Ledger.Page(0, false));
		look(0, "a");
		assertThat(look(GRACE, "a")).isZero();
		assertThat(this.heard.takenOver).isZero();
	}

	@Test
	void sumUpWhatSeveralHeld() throws InterruptedException {
		this.ledger.pages
			.addAll(List.of(new Ledger.Page(3, false), new Ledger.Page(100, true), new Ledger.Page(4, false)));
		look(0, "a", "b");
		assertThat(look(GRACE, "a", "b")).isEqualTo(107);
		assertThat(this.ledger.takenOverFrom).containsExactly("a", "b", "b");
	}

}
