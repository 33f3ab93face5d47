package dev.tappet.source.azurequeue.poll;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PutOffTests {

	private final PutOff putOff = new PutOff();

	/** The count of nanoseconds may begin anew. */
	private static long after(long nanos) {
		return Long.MAX_VALUE - 10 + nanos;
	}

	@Test
	void takesWhatIsVisibleByNow() {
		assertThat(this.putOff.untilNext(after(0))).isEqualTo(-1);
		this.putOff.add(after(30));
		this.putOff.add(after(20));
		assertThat(this.putOff.count()).isEqualTo(2);
		assertThat(this.putOff.untilNext(after(0))).isEqualTo(20);
		assertThat(this.putOff.takeDue(after(19))).isFalse();
		assertThat(this.putOff.takeDue(after(20))).isTrue();
		assertThat(this.putOff.count()).isEqualTo(1);
		assertThat(this.putOff.untilNext(after(40))).isZero();
		assertThat(this.putOff.takeDue(after(40))).isTrue();
		assertThat(this.putOff.count()).isZero();
	}

	/** A field that another thread writes need never be read anew, without a barrier. */
	@Test
	void isSeenByWhoeverAsks() {
		Thread asking = Thread.ofPlatform().daemon().start(() -> {
			while (this.putOff.count() == 0) {
				Thread.onSpinWait();
			}
		});
		// It has asked so often by then that what it does is compiled.
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ranFor(asking).toMillis() >= 200);
		this.putOff.add(after(0));
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !asking.isAlive());
		assertThat(this.putOff.count()).isEqualTo(1);
	}

	private static Duration ranFor(Thread thread) {
		return Duration.ofNanos(ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId()));
	}

}
