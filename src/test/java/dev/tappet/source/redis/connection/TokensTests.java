package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import io.lettuce.core.RedisCredentials;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(OutputCaptureExtension.class)
class TokensTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final AtomicInteger asked = new AtomicInteger();

	private volatile boolean refused;

	private volatile Duration lifetime = Duration.ofHours(1);

	private volatile @Nullable String username;

	private final Tokens tokens = new Tokens("the connection 'c'", this::next, () -> this.username);

	@AfterEach
	void stop() {
		this.tokens.close();
	}

	private Token next() {
		int number = this.asked.incrementAndGet();
		if (this.refused) {
			throw new TokenException("refused");
		}
		return new Token(new Secret("token-" + number), "owner", this.lifetime);
	}

	private RedisCredentials ready() {
		return this.tokens.ready(PATIENCE).toCompletableFuture().join();
	}

	private static String password(RedisCredentials credentials) {
		return new String(credentials.getPassword());
	}

	@Test
	void asksOnceForAllConnections() {
		assertThat(this.asked).hasValue(0);
		assertThat(password(ready())).isEqualTo("token-1");
		assertThat(password(ready())).isEqualTo("token-1");
		assertThat(this.tokens.resolveCredentials().block(PATIENCE)).isSameAs(ready());
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void signsInAsWhomTheTokenNamesUnlessAUserIsConfigured() {
		assertThat(this.tokens.user()).isNull();
		ready();
		assertThat(this.tokens.user()).isEqualTo("owner");
		Tokens named = new Tokens("n", this::next, () -> "me");
		assertThat(named.ready(PATIENCE).toCompletableFuture().join().getUsername()).isEqualTo("me");
		named.close();
	}

	@Test
	void saysWhereTheTokenNamesNobody() {
		Tokens nameless = new Tokens("n", () -> new Token(new Secret("t"), null, Duration.ofHours(1)), () -> null);
		assertThatThrownBy(() -> nameless.ready(PATIENCE).toCompletableFuture().join())
			.hasMessageContaining("set the username to its object id");
		nameless.close();
	}

	@Test
	void handsOnEachNewTokenAndTheLatestToWhoComesLater() {
		this.lifetime = Duration.ofSeconds(1);
		List<String> heard = new CopyOnWriteArrayList<>();
		ready();
		this.tokens.credentials().subscribe((credentials) -> heard.add(password(credentials)));
		Awaitility.await().atMost(PATIENCE).until(() -> heard.size() >= 2);
		assertThat(heard).startsWith("token-1", "token-2");
	}

	@Test
	void keepsTheTokenWhileNoNewOneCanBeHadAndSaysSoOnce(CapturedOutput output) {
		this.lifetime = Duration.ofSeconds(6);
		ready();
		this.refused = true;
		Awaitility.await().atMost(PATIENCE).until(() -> this.asked.get() >= 2);
		assertThat(password(ready())).isEqualTo("token-1");
		this.refused = false;
		Awaitility.await().atMost(PATIENCE).until(() -> output.getOut().contains("There is a new token for"));
		assertThat(output.getOut().split("There is no new token", -1)).hasSize(2);
		assertThat(output).doesNotContain("token-1", "token-2");
	}

	@Test
	void asksAgainAfterAFailureButNotForEachWhoAsks() {
		this.refused = true;
		for (int i = 0; i < 100; i++) {
			assertThatThrownBy(this::ready).isInstanceOf(CompletionException.class)
				.hasCauseInstanceOf(TokenException.class)
				.hasMessageContaining("refused");
		}
		assertThat(this.asked.get()).isLessThan(10);
		this.refused = false;
		Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> password(ready()).startsWith("token-"));
	}

	@Test
	void doesNotWaitLongForAServiceThatTakesItsTime() {
		CountDownLatch late = new CountDownLatch(1);
		Tokens slow = new Tokens("s", () -> {
			late.await();
			return next();
		}, () -> null);
		assertThatThrownBy(() -> slow.ready(Duration.ofMillis(50)).toCompletableFuture().join())
			.hasCauseInstanceOf(TokenException.class)
			.hasMessageContaining("takes longer than 50 ms");
		late.countDown();
		assertThat(slow.ready(PATIENCE).toCompletableFuture().join()).isNotNull();
		assertThat(this.asked).hasValue(1);
		slow.close();
	}

}
