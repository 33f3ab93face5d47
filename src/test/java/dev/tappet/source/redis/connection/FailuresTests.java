package dev.tappet.source.redis.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FailuresTests {

	private static final Subject KEY = new Subject.Key("redis-list", "mails", "{mails}-poison");

	private static final Subject CHANNEL = new Subject.Channel("news", "on-news-poison");

	private static final String SERVER = "cache:6379";

	private static String explain(Throwable failure) {
		return Failures.explain(failure, KEY, SERVER);
	}

	private static RedisCommandExecutionException error(String message) {
		return new RedisCommandExecutionException(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			WRONGTYPE Operation against a key holding the wrong kind of value | remove or rename the key
			NOPERM this user has no permissions to run the 'xadd' command     | ACL SETUSER
			NOAUTH Authentication required.                                   | refuses the credentials
			WRONGPASS invalid username-password pair or user is disabled.     | refuses the credentials
			READONLY You can't write against a read only replica.             | is a read-only replica
			OOM command not allowed when used memory > 'maxmemory'.           | raise maxmemory
			LOADING Redis is loading the dataset in memory                    | is loading its data
			MISCONF Redis is configured to save RDB snapshots                 | cannot save its data
			NOGROUP No such key 'mails' or consumer group 'in'                | it is created again
			ERR unknown command 'LMPOP'                                       | cannot be worked on (ERR unknown command
			""")
	void saysWhatToDoAboutEachAnswerOfTheServer(String answer, String remedy) {
		assertThat(explain(error(answer))).contains(remedy);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "ERR Error running script (call to f_0123): @user_script:12: WRONGTYPE Operation against a key",
					"ERR Error running script (call to f_0123): @user_script:12: -WRONGTYPE Operation against a key",
					"WRONGTYPE Operation against a key script: 0123, on @user_script:12." })
	void findsTheCodeOfACommandInAScriptBeforeAndSince70(String answer) {
		assertThat(explain(error(answer))).contains("is of another type");
	}

	@Test
	void takesNoWordInsideAnotherForACode() {
		assertThat(explain(error("ERR the key BLOOM is full"))).doesNotContain("out of memory");
		assertThat(explain(error("ERR MYREADONLY is no such thing"))).doesNotContain("replica");
	}

	@Test
	void knowsARightThatIsMissingInAScript() {
		assertThat(explain(error("ERR The user executing the script can't run this command or subcommand")))
			.contains("ACL SETUSER");
	}

	@Test
	void leavesOutWhereInAScriptItWas() {
		assertThat(explain(error("OOM command not allowed script: 0123abcd, on @user_script:5.")))
			.contains("not allowed")
			.doesNotContain("0123abcd");
	}

	@Test
	void namesTheKeyAndItsRealDeadLetters() {
		assertThat(explain(error("WRONGTYPE no"))).contains("'mails' on cache:6379", "'{mails}-poison'", "redis-list")
			.doesNotContain("'mails-poison'");
		assertThat(explain(error("NOPERM no"))).contains("'mails'", "'{mails}-poison'", "'tappet:*'")
			.doesNotContain("&");
	}

	@Test
	void namesTheChannelAndTheDeadLettersOfItsTrigger() {
		assertThat(Failures.explain(error("WRONGTYPE no"), CHANNEL, SERVER)).contains("'on-news-poison'", "'news'")
			.doesNotContain("news-poison' of another type", "correct the trigger's 'key'");
		assertThat(Failures.explain(error("NOPERM no"), CHANNEL, SERVER)).contains("'&news'", "'on-news-poison'");
	}

	@Test
	void saysThatNothingAnswers() {
		for (Throwable failure : new Throwable[] { new RedisConnectionException("Unable to connect"),
				new ConnectException("Connection refused"), new TimeoutException(),
				new RedisCommandTimeoutException("Command timed out"),
				new NoAnswerException(Duration.ofSeconds(5), new TimeoutException()) }) {
			assertThat(explain(failure)).contains("Redis at cache:6379 does not answer; it is tried again");
		}
		assertThat(explain(new IllegalStateException("odd"))).contains("cannot be worked on (odd)");
	}

	@Test
	void saysWhereAKeyOfAClusterIs() {
		assertThat(explain(error("MOVED 3999 10.0.0.2:6381"))).contains("cache:6379 is a node of a cluster", "'mails'",
				"cluster.nodes", "10.0.0.2:6381");
		for (String moving : new String[] { "ASK 3999 10.0.0.2:6381",
				"TRYAGAIN Multiple keys request during rehashing of slot" }) {
			assertThat(explain(error(moving))).contains("the slot of 'mails' is on its way", "CLUSTER SETSLOT");
		}
		assertThat(explain(error("CLUSTERDOWN Hash slot not served"))).contains("does not serve the slot of 'mails'");
	}

	@Test
	void bothAnswersOfAServerWhoseSlotIsMovedAreTheSameNews() {
		Throwable ask = error("ASK 3999 10.0.0.2:6381");
		assertThat(Failures.isNews(error("TRYAGAIN Multiple keys request during rehashing of slot"), ask)).isFalse();
	}

	@Test
	void knowsThatAKeyIsElsewhere() {
		assertThat(Failures.moved(error("MOVED 3999 10.0.0.2:6381"))).isTrue();
		assertThat(Failures.moved(error("READONLY no"))).isFalse();
		assertThat(Failures.elsewhere(error("READONLY no"))).isTrue();
		assertThat(Failures.elsewhere(error("CLUSTERDOWN no"))).isTrue();
		assertThat(Failures.elsewhere(error("OOM no"))).isFalse();
	}

	@Test
	void looksForTheCodeInTheCauses() {
		assertThat(explain(new RedisConnectionException("Unable to connect", error("NOAUTH Authentication required."))))
			.contains("refuses the credentials");
	}

	@Test
	void tellsWhatKeptAConnectionFromBeingMadeInItsOwnWords() {
		RefusedException refused = new RefusedException(Refusal.UNTRUSTED, "the certificate of a:1 is not trusted",
				new IOException("no path"));
		assertThat(explain(new CompletionException(refused))).isEqualTo("the certificate of a:1 is not trusted");
		assertThat(Failures.isNews(refused, new RedisConnectionException("no"))).isTrue();
		assertThat(Failures.isNews(refused, refused)).isFalse();
	}

	@Test
	void saysThatNoServerTakesWrites() {
		assertThat(explain(new NoPrimaryException("replicas: a:1, b:2")))
			.contains("no server of cache:6379 takes writes", "a:1, b:2");
	}

	@Test
	void showsNoMoreThanALineOfWhatWasSaid() {
		assertThat(explain(error("ERR first\r\nsecond\u001b[31m"))).contains("first\\r\\nsecond\\u001b[31m");
		assertThat(explain(error("ERR " + "x".repeat(500)))).hasSizeLessThan(400).contains("(504 characters)");
	}

	@Test
	void takesTheSameFailureForNoNews() {
		Throwable refused = error("NOAUTH Authentication required.");
		assertThat(Failures.isNews(refused, null)).isTrue();
		assertThat(Failures.isNews(error("NOAUTH Authentication required."), refused)).isFalse();
		assertThat(Failures.isNews(error("NOAUTH something else"), refused)).isTrue();
		assertThat(Failures.isNews(error("NOPERM no"), refused)).isTrue();
	}

	@Test
	void takesAnotherWayOfNotAnsweringForNoNews() {
		Throwable refused = new RedisConnectionException("Unable to connect",
				new ConnectException("Connection refused"));
		assertThat(Failures.isNews(new RedisConnectionException("connection reset"), refused)).isFalse();
		assertThat(Failures.isNews(new TimeoutException(), refused)).isFalse();
		assertThat(Failures.isNews(refused, error("NOAUTH no"))).isTrue();
		// The server may have closed the connection because of what it has said already.
		assertThat(Failures.isNews(new IOException("RedisHandshakeHandler not registered"), error("NOAUTH no")))
			.isFalse();
	}

	@Test
	void tellsAnAnswerFromNone() {
		assertThat(Failures.answered(error("ERR no"))).isTrue();
		assertThat(Failures.answered(new LeaseLostException("mails"))).isTrue();
		assertThat(Failures.answered(new RedisConnectionException("no"))).isFalse();
		assertThat(Failures.readOnly(error("READONLY no"))).isTrue();
		assertThat(Failures.readOnly(error("ERR no"))).isFalse();
	}

	@Test
	void looksBehindWhatOnlyCarriesAFailure() {
		RedisCommandExecutionException error = error("ERR no");
		assertThat(Failures.unwrap(new CompletionException(new ExecutionException(error)))).isSameAs(error);
		assertThat(Failures.rethrow(new ExecutionException(error))).isSameAs(error);
		IOException checked = new IOException("no");
		assertThat(Failures.rethrow(new ExecutionException(checked))).hasCause(checked);
	}

}
