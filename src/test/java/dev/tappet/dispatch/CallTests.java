package dev.tappet.dispatch;

import dev.tappet.dispatch.HandFedSource.HandedOut;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallTests {

	private final HandedOut delivery = new HandFedSource().give(1, "x");

	private final Call call = new Call(this.delivery, "x", 1, null);

	@Test
	void endsOnce() {
		assertThat(this.call.end()).isTrue();
		assertThat(this.call.end()).isFalse();
		assertThat(this.call.interrupt(Thread.currentThread())).isFalse();
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void isOverdueOnceItWasInterrupted() {
		assertThat(this.call.interrupt(Thread.currentThread())).isTrue();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.call.isOverdue()).isTrue();
		assertThat(this.call.end()).isFalse();
	}

	@Test
	void isOverdueThoughItsThreadCannotBeInterrupted() {
		Thread stubborn = new Thread() {

			@Override
			public void interrupt() {
				throw new IllegalStateException("not to be interrupted");
			}

		};
		assertThat(this.call.interrupt(stubborn)).isTrue();
		assertThat(this.call.isOverdue()).isTrue();
		// Its lane would wait for ever otherwise.
		this.call.awaitInterruption();
	}

}
