package dev.tappet.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class FailureLogTests {

	private static final Verdict AGAIN = new Verdict.RetryAfter(Duration.ofSeconds(1));

	private static final Verdict BURIED = new Verdict.Bury("given up", 5);

	/** Each ends a line, or steers a terminal, somewhere. */
	private static final String HOSTILE = "a\nb\r\nc\u001b[2Jd\u2028e\u2029f\u202eg\u0085h\u0000i";

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final AtomicLong now = new AtomicLong();

	private final FailureLog log = new FailureLog("orders", this.now::get);

	@BeforeEach
	void listen() {
		this.appender.start();
		logger().addAppender(this.appender);
	}

	@AfterEach
	void listenNoMore() {
		logger().detachAppender(this.appender);
	}

	@Test
	void keepsTheExceptionOfTheFirstAttemptWhereItIsHarmless() {
		Throwable thrown = new IllegalStateException("no such customer", new IllegalArgumentException());
		failed(1, thrown, AGAIN);
		assertThat(this.appender.list).singleElement().satisfies((event) -> {
			assertThat(event.getFormattedMessage())
				.isEqualTo("Trigger 'orders' failed on 1-0 of 'orders', attempt 1 (again in 1 s): "
						+ "java.lang.IllegalStateException: no such customer");
			assertThat(event.getThrowableProxy().getMessage()).isEqualTo("no such customer");
		});
	}

	@Test
	void writesALineForTheAttemptsBetweenTheFirstAndTheLast() {
		Throwable thrown = new IllegalStateException("no such customer");
		failed(1, thrown, AGAIN);
		failed(2, thrown, AGAIN);
		failed(3, thrown, AGAIN);
		failed(4, thrown, BURIED);
		assertThat(this.appender.list).extracting((event) -> event.getThrowableProxy() != null)
			.containsExactly(true, false, false, true);
		assertThat(messages()).allSatisfy((message) -> assertThat(message).doesNotContain("\n"));
	}

	@Test
	void letsNoMessageOfAnExceptionForgeALine() {
		IllegalStateException thrown = new IllegalStateException("first: " + HOSTILE,
				new IllegalArgumentException("cause: " + HOSTILE));
		thrown.addSuppressed(new IllegalArgumentException("suppressed: " + HOSTILE));
		failed(1, thrown, AGAIN);
		String logged = logged();
		assertThat(logged)
			.contains(
					"\njava.lang.IllegalStateException: first: a\\nb\\r\\nc\\u001b[2Jd\\u2028e\\u2029f\\u202eg\\u0085h")
			.contains("\nCaused by: java.lang.IllegalArgumentException: cause: a\\nb")
			.contains("\n\tSuppressed: java.lang.IllegalArgumentException: suppressed: a\\nb")
			.contains("\tat " + FailureLogTests.class.getName())
			.containsPattern("\n\t\\.\\.\\. \\d+ more")
			.doesNotContain("\r", "\u001b", "\u2028", "\u2029", "\u202e", "\u0085", "\u0000");
		assertThat(logged.lines().skip(1)).allSatisfy(
				(line) -> assertThat(line).matches("\t*(at |\\.\\.\\. |Suppressed: |Caused by: |java\\.lang\\.).*"));
	}

	@Test
	void letsNoCauseAloneForgeALine() {
		failed(1, new IllegalStateException("harmless", new IllegalArgumentException(HOSTILE)), AGAIN);
		assertThat(logged()).contains("Caused by: java.lang.IllegalArgumentException: a\\nb").doesNotContain("\nb");
	}

	@Test
	void cutsAMessageThatIsTooLongInItsStackTraceToo() {
		failed(1, new IllegalStateException("x".repeat(100_000)), AGAIN);
		assertThat(logged()).hasSizeLessThan(20_000).contains("(100033 characters)");
	}

	@Test
	void endsWithCausesThatGoRoundInACircle() {
		IllegalStateException one = new IllegalStateException(HOSTILE);
		one.initCause(new IllegalArgumentException("other", one));
		failed(1, one, AGAIN);
		assertThat(logged()).contains("Caused by: [left out] java.lang.IllegalStateException");
	}

	@Test
	void letsNeitherAChannelNorAnIdForgeALine() {
		this.log.failed(new Failing(1, "channel\nERROR forged", "id\nERROR forged"), 0,
				new Outcome.TimedOut(Duration.ofSeconds(1)), AGAIN);
		assertThat(messages()).singleElement()
			.asString()
			.contains("failed on id\\nERROR forged of 'channel\\nERROR forged', attempt 1");
	}

	@Test
	void logsEveryDeadLetterThoughManyFailures() {
		Throwable thrown = new IllegalStateException("failed");
		for (int i = 0; i < 100; i++) {
			failed(2, thrown, AGAIN);
		}
		for (int i = 0; i < 100; i++) {
			failed(5, thrown, BURIED);
		}
		assertThat(messages()).filteredOn((message) -> message.contains("to the dead letters")).hasSize(100);
		assertThat(messages()).filteredOn((message) -> message.contains("again in 1 s")).hasSize(5);
		assertThat(this.appender.list).filteredOn((event) -> event.getThrowableProxy() != null).isEmpty();
		this.now.addAndGet(Duration.ofSeconds(1).toNanos());
		failed(1, thrown, AGAIN);
		assertThat(messages()).contains("Trigger 'orders' failed 95 more times, not logged one by one");
	}

	private void failed(int attempt, Throwable thrown, Verdict verdict) {
		this.log.failed(new Failing(attempt, "orders", "1-0"), 0, new Outcome.Failed(thrown), verdict);
	}

	private List<String> messages() {
		List<String> messages = new ArrayList<>();
		this.appender.list.forEach((event) -> messages.add(event.getFormattedMessage()));
		return messages;
	}

	/** What a log file gets. */
	private String logged() {
		StringBuilder logged = new StringBuilder();
		for (ILoggingEvent event : this.appender.list) {
			logged.append(event.getFormattedMessage());
			if (event.getThrowableProxy() != null) {
				logged.append("\n").append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
			}
		}
		return logged.toString();
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(FailureLog.class);
	}

	/** A delivery that is only asked what it is. */
	private record Failing(int attempt, String source, String id) implements Delivery, Message.Body {

		@Override
		public byte[] body() {
			return new byte[0];
		}

		@Override
		public int size() {
			return 1;
		}

		@Override
		public Message message(int position) {
			return this;
		}

		@Override
		public void settle(int position, Verdict verdict) {
			throw new UnsupportedOperationException();
		}

	}

}
