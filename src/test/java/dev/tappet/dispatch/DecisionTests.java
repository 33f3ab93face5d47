package dev.tappet.dispatch;

import java.io.IOException;
import java.time.Duration;

import dev.tappet.handler.RejectMessage;
import dev.tappet.source.Verdict;
import dev.tappet.trigger.RetryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DecisionTests {

	private final RetryPolicy policy = new RetryPolicy(3, Duration.ofSeconds(1), 2, Duration.ofSeconds(10), 0.2);

	@Test
	void completesWhatSucceeded() {
		assertThat(on(new Outcome.Succeeded(), 3)).isSameAs(Verdict.COMPLETE);
	}

	@Test
	void retriesAFailureByThePolicy() {
		Outcome failed = new Outcome.Failed(new IOException("gone"));
		assertThat(on(failed, 1)).isEqualTo(new Verdict.RetryAfter(Duration.ofSeconds(1)));
		assertThat(on(failed, 2)).isEqualTo(new Verdict.RetryAfter(Duration.ofSeconds(2)));
		assertThat(Decision.on(failed, 2, this.policy, 1)).isEqualTo(new Verdict.RetryAfter(Duration.ofMillis(2400)));
	}

	@Test
	void buriesAFailureOfTheLastAttemptWithItsCause() {
		assertThat(on(new Outcome.Failed(new IOException("gone")), 3))
			.isEqualTo(new Verdict.Bury("java.io.IOException: gone", 3));
		assertThat(on(new Outcome.Failed(new IOException()), 4)).isEqualTo(new Verdict.Bury("java.io.IOException", 4));
	}

	@Test
	void buriesARejectedMessageOnItsFirstAttempt() {
		assertThat(on(new Outcome.Failed(new RejectMessage("no such customer")), 1))
			.isEqualTo(new Verdict.Bury("rejected: no such customer", 1));
	}

	@Test
	void buriesAnUnbindableMessageOnItsFirstAttempt() {
		assertThat(on(new Outcome.Unbindable("no JSON"), 1)).isEqualTo(new Verdict.Bury("no JSON", 1));
	}

	@Test
	void countsTheAttemptsOfAMessageWhoseWorkersWereLost() {
		assertThat(on(new Outcome.Spent(), 4))
			.isEqualTo(new Verdict.Bury("its worker was lost on each of 3 attempts, before the handler ended", 3));
	}

	@Test
	void treatsAHandlerThatRanTooLongAsFailed() {
		Outcome late = new Outcome.TimedOut(Duration.ofSeconds(5));
		assertThat(on(late, 2)).isEqualTo(new Verdict.RetryAfter(Duration.ofSeconds(2)));
		assertThat(on(late, 3)).isEqualTo(new Verdict.Bury("ran longer than 5 s", 3));
	}

	@Test
	void givesAReasonOfOneLineAndNoGreatLength() {
		Outcome failed = new Outcome.Failed(new IOException("first\nERROR forged " + "x".repeat(5000)));
		assertThat(on(failed, 3)).isInstanceOfSatisfying(Verdict.Bury.class,
				(bury) -> assertThat(bury.reason()).startsWith("java.io.IOException: first\\nERROR forged xxx")
					.hasSizeLessThan(550));
		assertThat(on(new Outcome.Failed(new RejectMessage("a\nb" + "x".repeat(5000))), 1)).isInstanceOfSatisfying(
				Verdict.Bury.class,
				(bury) -> assertThat(bury.reason()).startsWith("rejected: a\\nbxxx").hasSizeLessThan(550));
	}

	@ParameterizedTest
	@CsvSource({ "0, 0 ms", "999, 999 ms", "1000, 1 s", "1500, 1500 ms", "60000, 60 s" })
	void printsDurations(long millis, String text) {
		assertThat(Decision.describe(Duration.ofMillis(millis))).isEqualTo(text);
	}

	private Verdict on(Outcome outcome, int attempt) {
		return Decision.on(outcome, attempt, this.policy, 0.5);
	}

	@Test
	void describesEveryOutcome() {
		assertThat(Decision.describe(new Outcome.Succeeded())).isEqualTo("succeeded");
		assertThat(Decision.describe(new Outcome.Failed(new IOException("gone"))))
			.isEqualTo("java.io.IOException: gone");
		assertThat(Decision.describe(new Outcome.TimedOut(Duration.ofSeconds(5))))
			.isEqualTo("ran longer than 5 s and was interrupted");
		assertThat(Decision.describe(new Outcome.Unbindable("no JSON"))).isEqualTo("no JSON");
		assertThat(Decision.describe(new Outcome.Spent())).isEqualTo("its worker was lost on every attempt");
	}

	@Test
	void describesAnExceptionWhoseMessageThrows() {
		assertThat(on(new Outcome.Failed(new IOException() {

			@Override
			public String getMessage() {
				throw new IllegalStateException("no message");
			}

		}), 3)).isInstanceOfSatisfying(Verdict.Bury.class, (bury) -> assertThat(bury.reason())
			.endsWith(": its message cannot be had, since that threw java.lang.IllegalStateException"));
	}

	@Test
	void summarizesAFailureWithoutTheWordsOfItsException() {
		assertThat(Decision.summarize(new Outcome.Failed(new IOException("cannot read {\"card\":4711}"))))
			.isEqualTo("java.io.IOException");
		assertThat(Decision.summarize(new Outcome.Failed(new RejectMessage("no customer 4711"))))
			.isEqualTo("dev.tappet.handler.RejectMessage");
		assertThat(Decision.summarize(new Outcome.Unbindable("no JSON"))).isEqualTo("no JSON");
	}

}
