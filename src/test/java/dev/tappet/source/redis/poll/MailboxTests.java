package dev.tappet.source.redis.poll;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MailboxTests {

	private static final long FAR = Duration.ofHours(1).toNanos();

	private final Mailbox<String> mailbox = new Mailbox<>();

	private final CountDownLatch rested = new CountDownLatch(1);

	/** Rests once, as the owner. */
	private Thread owner(long nanos) {
		Thread owner = Thread.ofVirtual().unstarted(() -> {
			this.mailbox.rest(System.nanoTime() + nanos);
			this.rested.countDown();
		});
		this.mailbox.belongsTo(owner);
		return owner;
	}

	private void awaitRest(Thread owner) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(1))
			.until(() -> owner.getState() == Thread.State.WAITING || owner.getState() == Thread.State.TIMED_WAITING);
	}

	private boolean hasRested() throws InterruptedException {
		return this.rested.await(5, TimeUnit.SECONDS);
	}

	@Test
	void wakesItsOwnerForALetter() throws InterruptedException {
		Thread owner = owner(FAR);
		owner.start();
		awaitRest(owner);
		this.mailbox.post("letter");
		assertThat(hasRested()).isTrue();
		assertThat(this.mailbox.take()).isEqualTo("letter");
		assertThat(this.mailbox.take()).isNull();
	}

	@Test
	void wakesItsOwnerForASignal() throws InterruptedException {
		Thread owner = owner(FAR);
		owner.start();
		awaitRest(owner);
		this.mailbox.signal();
		assertThat(hasRested()).isTrue();
	}

	@Test
	void losesNoSignalThatComesBeforeItsOwnerRuns() throws InterruptedException {
		Thread owner = owner(FAR);
		this.mailbox.signal();
		owner.start();
		assertThat(hasRested()).isTrue();
	}

	@Test
	void wakesItsOwnerAtTheTime() throws InterruptedException {
		long start = System.nanoTime();
		owner(Duration.ofMillis(30).toNanos()).start();
		assertThat(hasRested()).isTrue();
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(Duration.ofMillis(30).toNanos());
	}

	@Test
	void doesNotRestUntilATimeThatIsOver() throws InterruptedException {
		owner(0).start();
		assertThat(hasRested()).isTrue();
	}

	@Test
	void isQuietWhileThereIsNeitherALetterNorASignal() {
		assertThat(this.mailbox.isQuiet()).isTrue();
		this.mailbox.signal();
		assertThat(this.mailbox.isQuiet()).isFalse();
		this.mailbox.clearSignal();
		assertThat(this.mailbox.isQuiet()).isTrue();
		this.mailbox.post("letter");
		this.mailbox.clearSignal();
		assertThat(this.mailbox.isQuiet()).isFalse();
		this.mailbox.take();
		assertThat(this.mailbox.isQuiet()).isTrue();
		assertThat(this.mailbox.isEmpty()).isTrue();
	}

}
