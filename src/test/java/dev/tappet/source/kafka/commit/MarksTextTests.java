package dev.tappet.source.kafka.commit;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MarksTextTests {

	private final MarksWriter runs = new MarksWriter();

	@Test
	void saysNothingWhereNothingWasBegun() {
		assertThat(MarksText.of(this.runs)).isEmpty();
		assertThat(MarksText.read(7, "").end()).isEqualTo(7);
	}

	@Test
	void keepsEveryState() {
		RecordState[] states = { RecordState.FIRST, new RecordState(3, false, true), new RecordState(100, true, false),
				RecordState.NEW };
		for (RecordState state : states) {
			this.runs.add(state.code(), 2);
			this.runs.finished(300);
		}
		Marks marks = MarksText.read(1_000_000, MarksText.of(this.runs));
		long at = 1_000_000;
		for (RecordState state : states) {
			assertThat(RecordState.of(marks.codeAt(at))).isEqualTo(state);
			assertThat(RecordState.of(marks.codeAt(at + 1))).isEqualTo(state);
			assertThat(marks.isFinished(at + 2)).isTrue();
			assertThat(marks.isFinished(at + 301)).isTrue();
			at += 302;
		}
		assertThat(marks.end()).isEqualTo(at);
		assertThat(marks.isFinished(at)).isFalse();
		assertThat(marks.isFinished(999_999)).isTrue();
		assertThat(marks.unfinished()).isEqualTo(8);
		assertThat(marks.finishedFrom(1_000_000)).isEqualTo(1_200);
		assertThat(marks.finishedFrom(1_000_100)).isEqualTo(1_102);
	}

	@Test
	void isShortWhereAllRunForTheFirstTime() {
		this.runs.add(RecordState.FIRST.code(), 10_000);
		assertThat(MarksText.of(this.runs)).hasSizeLessThan(20);
	}

	@Test
	void fitsAWholeWindowOfWhichHalfIsDoneAtRandom() {
		Random random = new Random(3);
		for (int i = 0; i < 10_000; i++) {
			this.runs.add(random.nextBoolean() ? RecordState.FINISHED : RecordState.FIRST.code(), 1);
		}
		String text = MarksText.of(this.runs);
		assertThat(text.length()).isLessThan(MarksText.MOST);
		assertThat(MarksText.read(5, text).unfinished()).isEqualTo(this.runs.marks(5).unfinished());
	}

	@Test
	void repeatsRatherThanLosesWhatDoesNotFit() {
		for (int i = 0; i < 100; i++) {
			this.runs.add(new RecordState(2, false, false).code(), 1);
			this.runs.finished(1 + i);
		}
		String text = MarksText.fitting(this.runs, 60);
		assertThat(text.length()).isLessThanOrEqualTo(60);
		Marks marks = MarksText.read(0, text);
		Marks whole = this.runs.marks(0);
		assertThat(marks.end()).isEqualTo(whole.end());
		for (long i = 0; i < whole.end(); i++) {
			if (!whole.isFinished(i)) {
				assertThat(marks.isFinished(i)).isFalse();
			}
		}
		assertThat(marks.isFinished(1)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "somebody else's", "tappet1:%", "tappet1:Aw", "tappet1:gICAgICAgICAgIAB", "tappet1z:AAAA",
			"tappet2:AAAA" })
	void takesNothingFromWhatIsNoneOfOurs(String metadata) {
		assertThat(MarksText.read(3, metadata).end()).isEqualTo(3);
	}

}
