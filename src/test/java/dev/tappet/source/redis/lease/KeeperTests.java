package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.source.LastingThreads;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeeperTests {

	private static final long HOUR = Duration.ofHours(1).toNanos();

	private final AtomicInteger steps = new AtomicInteger();

	@Test
	void outlivesWhateverIsThrown() throws InterruptedException {
		Keeper keeper = new Keeper("kept", new LastingThreads(), () -> {
			switch (this.steps.incrementAndGet()) {
				case 1 -> throw new IllegalStateException("an exception");
				case 2 -> throw new NoClassDefFoundError("an error");
				case 3 -> throw new StackOverflowError();
				case 4 -> throw new InterruptedException();
				default -> {
				}
			}
			return HOUR;
		});
		keeper.start();
		for (int i = 1; i <= 5; i++) {
			int step = i;
			Awaitility.await().until(() -> this.steps.get() >= step);
			keeper.wake();
		}
		keeper.end();
	}

	@Test
	void takesTheNextStepAtOnceWhenItIsWoken() throws InterruptedException {
		Keeper keeper = new Keeper("kept", new LastingThreads(), () -> {
			this.steps.incrementAndGet();
			return HOUR;
		});
		keeper.start();
		Awaitility.await().until(() -> this.steps.get() == 1);
		keeper.wake();
		Awaitility.await().until(() -> this.steps.get() == 2);
		keeper.end();
	}

	@Test
	void takesNoStepAfterItsEnd() throws InterruptedException {
		Keeper keeper = new Keeper("kept", new LastingThreads(), () -> {
			this.steps.incrementAndGet();
			return 1;
		});
		keeper.start();
		Awaitility.await().until(() -> this.steps.get() > 10);
		keeper.end();
		int last = this.steps.get();
		keeper.wake();
		assertThat(this.steps.get()).isEqualTo(last);
	}

}
