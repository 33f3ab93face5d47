package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GatheringTests {

	private final CompletableFuture<String> one = new CompletableFuture<>();

	private final CompletableFuture<String> two = new CompletableFuture<>();

	private final CompletableFuture<String> three = new CompletableFuture<>();

	private CompletableFuture<List<String>> gather(Duration grace) {
		return new Gathering<String>((some) -> some.contains("yes"),
				(some) -> some.stream().filter("yes"::equals).count() == 2, grace)
			.of(List.of(this.one, this.two, this.three))
			.toCompletableFuture();
	}

	@Test
	void waitsForAllWhereNoneIsGoodEnough() {
		CompletableFuture<List<String>> gathered = gather(Duration.ofMillis(1));
		this.one.complete("no");
		this.two.complete("no");
		assertThat(gathered).isNotDone();
		this.three.complete("no");
		assertThat(gathered).isCompletedWithValue(List.of("no", "no", "no"));
	}

	@Test
	void waitsForNobodyWhereThereIsNoDoubt() {
		CompletableFuture<List<String>> gathered = gather(Duration.ofDays(1));
		this.three.complete("yes");
		assertThat(gathered).isNotDone();
		this.one.complete("yes");
		assertThat(gathered).isCompletedWithValue(List.of("yes", "yes"));
	}

	@Test
	void waitsALittleForTheRestWhereOneIsGoodEnough() {
		CompletableFuture<List<String>> gathered = gather(Duration.ofMillis(1));
		this.two.complete("yes");
		assertThat(gathered).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(List.of("yes"));
	}

}
