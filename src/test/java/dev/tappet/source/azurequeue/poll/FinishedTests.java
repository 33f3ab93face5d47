package dev.tappet.source.azurequeue.poll;

import dev.tappet.source.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FinishedTests {

	private final Finished finished = new Finished();

	@Test
	void tellsOnceWhatWasFinished() {
		Verdict bury = new Verdict.Bury("why", 5);
		this.finished.add("one", Verdict.COMPLETE);
		this.finished.add("two", bury);
		assertThat(this.finished.take("one")).isEqualTo(Verdict.COMPLETE);
		assertThat(this.finished.take("one")).isNull();
		assertThat(this.finished.take("two")).isEqualTo(bury);
		assertThat(this.finished.take("three")).isNull();
	}

	@Test
	void forgetsTheOldestPastItsBound() {
		for (int i = 0; i <= Finished.MOST; i++) {
			this.finished.add("m" + i, Verdict.COMPLETE);
		}
		assertThat(this.finished.take("m0")).isNull();
		assertThat(this.finished.take("m1")).isNotNull();
		assertThat(this.finished.take("m" + Finished.MOST)).isNotNull();
	}

}
