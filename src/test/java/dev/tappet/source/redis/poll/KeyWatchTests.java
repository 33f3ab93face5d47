package dev.tappet.source.redis.poll;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.source.redis.connection.Wakeups;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyWatchTests {

	private final Wakeups wakeups = new Wakeups();

	private final AtomicInteger signals = new AtomicInteger();

	private final List<List<String>> asked = new ArrayList<>();

	private CompletionStage<Long> answer = CompletableFuture.completedStage(0L);

	private final KeyWatch watch = new KeyWatch(this.wakeups, "orders", "tappet:{orders}:group:due", this::ask,
			this.signals::incrementAndGet);

	private CompletionStage<Long> ask(byte[][] keys) {
		this.asked.add(Arrays.stream(keys).map((key) -> new String(key, StandardCharsets.UTF_8)).toList());
		return this.answer;
	}

	private void change(String key) {
		this.wakeups.changed(key.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void asksOnceAfterTheKeyAndWhatIsDue() {
		this.watch.begin(true);
		this.watch.arm();
		this.watch.arm();
		assertThat(this.asked).singleElement()
			.satisfies((keys) -> assertThat(keys).containsExactlyInAnyOrder("orders", "tappet:{orders}:group:due"));
		assertThat(this.watch.armed()).isTrue();
	}

	@Test
	void signalsAChangeWhileItIsArmedAndNotesItAlways() {
		this.watch.begin(true);
		int before = this.watch.seen();
		change("orders");
		assertThat(this.signals).hasValue(0);
		assertThat(this.watch.isQuietSince(before)).isFalse();
		assertThat(this.watch.noticesChange()).isTrue();
		assertThat(this.watch.noticesChange()).isFalse();
		this.watch.arm();
		change("orders");
		assertThat(this.signals).hasValue(1);
	}

	@Test
	void mustBeArmedAnewAfterAChange() {
		this.watch.begin(true);
		this.watch.arm();
		change("orders");
		assertThat(this.watch.noticesChange()).isTrue();
		assertThat(this.watch.armed()).isFalse();
		this.watch.arm();
		assertThat(this.asked).hasSize(2);
		this.watch.disarm();
		assertThat(this.watch.armed()).isFalse();
	}

	@Test
	void signalsAlwaysWhatIsDue() {
		this.watch.begin(true);
		change("tappet:{orders}:group:due");
		assertThat(this.signals).hasValue(1);
		assertThat(this.watch.noticesDue()).isTrue();
		assertThat(this.watch.noticesDue()).isFalse();
		assertThat(this.watch.noticesSettling()).isFalse();
	}

	@Test
	void signalsAlwaysThatVerdictsWereCarriedOut() {
		this.watch.settled();
		assertThat(this.signals).hasValue(1);
		assertThat(this.watch.noticesSettling()).isTrue();
		assertThat(this.watch.noticesSettling()).isFalse();
		assertThat(this.watch.noticesDue()).isFalse();
	}

	@Test
	void isNotArmedWhereTheServerDoesNotTell() {
		this.watch.begin(false);
		this.watch.arm();
		assertThat(this.asked).isEmpty();
		assertThat(this.watch.armed()).isFalse();
	}

	@Test
	void looksByTheClockWhereTheServerRefusesToBeAsked() {
		this.watch.begin(true);
		this.answer = CompletableFuture.failedStage(new RedisCommandExecutionException("NOPERM exists"));
		this.watch.arm();
		assertThat(this.watch.tells()).isFalse();
		assertThat(this.signals).hasValue(1);
	}

	@Test
	void goesOnTellingWhereAnotherServerHasTheKey() {
		this.watch.begin(true);
		this.answer = CompletableFuture.failedStage(new RedisCommandExecutionException("MOVED 1 10.0.0.2:6379"));
		this.watch.arm();
		assertThat(this.watch.tells()).isTrue();
	}

	@Test
	void goesOnTellingWhereOnlyTheConnectionWasLost() {
		this.watch.begin(true);
		this.answer = CompletableFuture.failedStage(new RedisConnectionException("gone"));
		this.watch.arm();
		assertThat(this.watch.tells()).isTrue();
		this.watch.begin(true);
		assertThat(this.watch.armed()).as("the new connection was not asked").isFalse();
	}

	@Test
	void hearsNothingAfterItsEnd() {
		this.watch.begin(true);
		this.watch.arm();
		this.watch.close();
		change("orders");
		change("tappet:{orders}:group:due");
		assertThat(this.signals).hasValue(0);
	}

	@Test
	void isQuietSinceItNoticedTheLastChange() {
		change("orders");
		assertThat(this.watch.noticesChange()).isTrue();
		assertThat(this.watch.isQuietSince(this.watch.seen())).isTrue();
		change("orders");
		assertThat(this.watch.isQuietSince(this.watch.seen())).isFalse();
	}

	@Test
	void knowsWhetherAllWereTold() {
		this.watch.begin(true);
		change("orders");
		assertThat(this.watch.noticesTold()).isTrue();
		change("orders");
		this.watch.settled();
		assertThat(this.watch.noticesTold()).isFalse();
		change("orders");
		assertThat(this.watch.noticesTold()).isTrue();
		change("tappet:{orders}:group:due");
		assertThat(this.watch.noticesTold()).isFalse();
	}

}
