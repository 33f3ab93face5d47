package dev.tappet.source.redis.pubsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.source.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BurialTests {

	private record Attempt(long number, CompletableFuture<String> reply) {

		void succeed() {
			this.reply.complete("1-1");
		}

		void fail() {
			this.reply.completeExceptionally(new IllegalStateException("no"));
		}

	}

	private final Queue<Attempt> attempts = new ArrayDeque<>();

	private final Queue<Runnable> timer = new ArrayDeque<>();

	private final AtomicInteger freed = new AtomicInteger();

	private final List<String> told = new ArrayList<>();

	private final Burial burial = new Burial(this::write, new Burial.Listener() {

		@Override
		public void written() {
			BurialTests.this.told.add("written");
		}

		@Override
		public void dropped() {
			BurialTests.this.told.add("dropped");
		}

		@Override
		public void fails(Throwable cause) {
			BurialTests.this.told.add("fails");
		}

		@Override
		public void works() {
			BurialTests.this.told.add("works");
		}

	}, this.timer::add, 3);

	private CompletionStage<?> write(Letter letter) {
		CompletableFuture<String> reply = new CompletableFuture<>();
		this.attempts.add(new Attempt(letter.message().number(), reply));
		return reply;
	}

	private void bury(int... numbers) {
		for (int number : numbers) {
			Published message = new Published("listener", number, "news", "news", new byte[0]);
			this.burial.bury(new Letter(message, new Verdict.Bury("no", 1)), this.freed::incrementAndGet);
		}
	}

	@Test
	void keepsThePlacesOfMessagesWhileTheyAreWritten() {
		bury(1, 2, 3, 4, 5);
		assertThat(this.freed).hasValue(0);
		this.attempts.forEach(Attempt::succeed);
		assertThat(this.freed).hasValue(5);
		assertThat(this.told).containsOnly("written").hasSize(5);
		assertThat(this.timer).isEmpty();
	}

	@Test
	void freesThePlaceOfAMessageThatCannotBeWritten() {
		bury(1);
		this.attempts.remove().fail();
		assertThat(this.freed).hasValue(1);
		assertThat(this.told).containsExactly("fails");
		assertThat(this.timer).hasSize(1);
	}

	@Test
	void triesOneOfThoseThatWaitAndThenAllOthers() {
		bury(1);
		this.attempts.remove().fail();
		bury(2, 3);
		assertThat(this.attempts).isEmpty();
		assertThat(this.freed).hasValue(3);
		this.timer.remove().run();
		assertThat(this.attempts).extracting(Attempt::number).containsExactly(1L);
		this.attempts.remove().fail();
		this.timer.remove().run();
		assertThat(this.attempts).extracting(Attempt::number).containsExactly(2L);
		this.attempts.remove().succeed();
		assertThat(this.told).doesNotContain("works");
		assertThat(this.attempts).extracting(Attempt::number).containsExactly(3L, 1L);
		this.attempts.remove().succeed();
		this.attempts.remove().succeed();
		assertThat(this.told).containsExactly("fails", "fails", "written", "written", "written", "works");
		assertThat(this.timer).isEmpty();
		bury(4);
		assertThat(this.attempts).hasSize(1);
	}

	@Test
	void writesTheOthersWhereOneCannotBeWritten() {
		bury(1);
		this.attempts.remove().fail();
		bury(2);
		this.timer.remove().run();
		this.attempts.remove().fail();
		this.timer.remove().run();
		this.attempts.remove().succeed();
		this.attempts.remove().fail();
		assertThat(this.told).containsExactly("fails", "fails", "written", "fails");
		assertThat(this.timer).hasSize(1);
	}

	@Test
	void dropsWhatHasNoRoomToWait() {
		bury(1);
		this.attempts.remove().fail();
		bury(2, 3, 4, 5);
		assertThat(this.freed).hasValue(5);
		assertThat(this.told).containsExactly("fails", "dropped", "dropped");
		assertThat(this.burial.close()).isEqualTo(3);
	}

	@Test
	void triesNothingOnceItIsClosed() {
		bury(1, 2);
		this.attempts.remove().fail();
		assertThat(this.burial.close()).isEqualTo(1);
		this.timer.remove().run();
		this.attempts.remove().fail();
		assertThat(this.attempts).isEmpty();
		assertThat(this.timer).isEmpty();
	}

}
