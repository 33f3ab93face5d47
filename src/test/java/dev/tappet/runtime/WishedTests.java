package dev.tappet.runtime;

import java.time.Instant;

import dev.tappet.source.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class WishedTests {

	private static final Wish PAUSED = new Wish(true, Instant.parse("2030-01-02T03:04:05Z"), "alice");

	private static final Wish RUNNING = new Wish(false, Instant.parse("2030-01-02T03:05:00Z"), "bob");

	private final IdleSource source = new IdleSource();

	private final Wished wished = new Wished("orders", () -> this.source);

	@Test
	void pausesAndResumes(CapturedOutput output) {
		this.wished.follow(PAUSED);
		assertThat(this.source.isPaused()).isTrue();
		assertThat(this.wished.reason()).isEqualTo("paused since 2030-01-02T03:04:05Z by alice");
		this.wished.follow(PAUSED);
		this.wished.follow(RUNNING);
		assertThat(this.source.isPaused()).isFalse();
		assertThat(this.wished.reason()).isNull();
		assertThat(output.getOut().lines().toList()).hasSize(2)
			.first()
			.asString()
			.contains("Trigger 'orders' is paused since 2030-01-02T03:04:05Z by alice");
		assertThat(output).contains("Trigger 'orders' fetches again, resumed by bob");
	}

	@Test
	void resumesWhereTheWishIsGone() {
		this.wished.follow(PAUSED);
		this.wished.follow(null);
		assertThat(this.source.isPaused()).isFalse();
	}

	@Test
	void holdsTheSourceUntilItIsKnownWhatIsWished() {
		this.wished.hold("Redis at here");
		assertThat(this.source.isPaused()).isTrue();
		assertThat(this.wished.isHeld()).isTrue();
		assertThat(this.wished.reason()).contains("Redis at here");
		this.wished.follow(null);
		assertThat(this.source.isPaused()).isFalse();
		assertThat(this.wished.isHeld()).isFalse();
		assertThat(this.wished.reason()).isNull();
	}

	@Test
	void neverBeginsWhatIsPausedAlready() {
		this.wished.hold("Redis at here");
		this.wished.follow(PAUSED);
		assertThat(this.source.isPaused()).isTrue();
		assertThat(this.wished.isHeld()).isFalse();
		this.wished.release();
		assertThat(this.source.isPaused()).isTrue();
	}

	@Test
	void leavesPausedWhatCodeHasPausedInThisInstance() {
		this.source.pause();
		this.wished.hold("Redis at here");
		this.wished.hold("Redis at here");
		this.wished.follow(RUNNING);
		this.wished.follow(RUNNING);
		assertThat(this.source.isPaused()).isTrue();
	}

	@Test
	void anOperatorMayResumeWhatCodeHasPaused() {
		this.wished.follow(null);
		this.source.pause();
		this.wished.follow(null);
		assertThat(this.source.isPaused()).isTrue();
		this.wished.follow(RUNNING);
		assertThat(this.source.isPaused()).isFalse();
	}

	@Test
	void goesOnWithWhatWasKnownAfterAnotherStart() {
		this.wished.follow(PAUSED);
		this.wished.hold("Redis at here");
		this.wished.follow(PAUSED);
		assertThat(this.source.isPaused()).isTrue();
		assertThat(this.wished.isHeld()).isFalse();
		this.wished.hold("Redis at here");
		this.wished.follow(RUNNING);
		assertThat(this.source.isPaused()).isFalse();
	}

}
