package dev.tappet.operate;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.tappet.source.DeadThreads;
import dev.tappet.source.LastingThreads;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadsHealthIndicatorTests {

	@Test
	void isUpWhileEveryThreadRunsOrHasEndedAsItShould() throws InterruptedException {
		CountDownLatch end = new CountDownLatch(1);
		LastingThreads threads = new LastingThreads();
		threads.start(Thread.ofVirtual().name("lasting"), end::await);
		threads.start(Thread.ofVirtual().name("short"), () -> {
		}).join();
		assertThat(new ThreadsHealthIndicator(threads).health().getStatus()).isEqualTo(Status.UP);
		end.countDown();
	}

	@Test
	void isDownWithTheNameOfADeadThread() throws InterruptedException {
		Health health = new ThreadsHealthIndicator(DeadThreads.named("tappet-heartbeat")).health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("dead", List.of("tappet-heartbeat")).containsKey("reason");
	}

}
