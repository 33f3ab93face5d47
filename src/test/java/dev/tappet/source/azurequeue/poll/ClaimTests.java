package dev.tappet.source.azurequeue.poll;

import java.time.Duration;

import dev.tappet.source.Verdict;
import dev.tappet.source.azurequeue.poll.Claim.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimTests {

	private static final long START = Long.MAX_VALUE - 10;

	private final Claim claim = new Claim(Messages.on(1), 100, new LeaseTimes(Duration.ofSeconds(15)), START);

	private static long after(double seconds) {
		return START + (long) (seconds * 1e9);
	}

	@Test
	void renewsFromAThirdOfTheLeaseOn() {
		assertThat(this.claim.next(after(4.9))).isEqualTo(Step.NONE);
		assertThat(this.claim.next(after(5))).isEqualTo(Step.RENEW);
		this.claim.begin(Step.RENEW);
		assertThat(this.claim.next(after(5.1))).isEqualTo(Step.NONE);
		this.claim.renewed("second", after(5));
		assertThat(this.claim.receipt()).isEqualTo("second");
		assertThat(this.claim.next(after(9.9))).isEqualTo(Step.NONE);
		assertThat(this.claim.next(after(10))).isEqualTo(Step.RENEW);
	}

	@Test
	void settlesWithTheReceiptOfARenewalThatIsUnderWay() {
		this.claim.begin(Step.RENEW);
		this.claim.decide(Verdict.COMPLETE, after(6));
		assertThat(this.claim.next(after(6))).isEqualTo(Step.NONE);
		this.claim.renewed("second", after(5));
		assertThat(this.claim.next(after(6))).isEqualTo(Step.SETTLE);
		assertThat(this.claim.receipt()).isEqualTo("second");
	}

	@Test
	void triesAVerdictAgainAfterAWaitThatGrows() {
		this.claim.decide(Verdict.COMPLETE, START);
		this.claim.begin(Step.SETTLE);
		this.claim.failed(after(1));
		assertThat(this.claim.next(after(1.09))).isEqualTo(Step.NONE);
		assertThat(this.claim.next(after(1.1))).isEqualTo(Step.SETTLE);
		this.claim.begin(Step.SETTLE);
		this.claim.failed(after(2));
		assertThat(this.claim.untilRested(after(2))).isEqualTo(Duration.ofMillis(200).toNanos());
	}

	@Test
	void keepsTheLeaseOfWhatCannotBeSettled() {
		this.claim.decide(new Verdict.Bury("why", 5), START);
		for (int i = 0; i < 10; i++) {
			this.claim.begin(Step.SETTLE);
			this.claim.failed(after(1));
		}
		assertThat(this.claim.next(after(4))).isEqualTo(Step.SETTLE);
		assertThat(this.claim.next(after(6))).isEqualTo(Step.RENEW);
		this.claim.begin(Step.RENEW);
		this.claim.failed(after(6));
		assertThat(this.claim.next(after(8))).isEqualTo(Step.SETTLE);
		this.claim.begin(Step.SETTLE);
		this.claim.failed(after(8));
		assertThat(this.claim.next(after(10))).isEqualTo(Step.RENEW);
		this.claim.begin(Step.RENEW);
		this.claim.renewed("second", after(10));
		assertThat(this.claim.next(after(10))).isEqualTo(Step.SETTLE);
	}

	@Test
	void isOursUntilTheLeaseThatIsCertainHasEnded() {
		assertThat(this.claim.isOurs(after(14.9))).isTrue();
		assertThat(this.claim.isOurs(after(15))).isFalse();
		this.claim.renewed("second", after(5));
		assertThat(this.claim.isOurs(after(19.9))).isTrue();
	}

	@Test
	void isNotRenewedWithoutAReceiptUntilItHasOneAgain() {
		this.claim.begin(Step.RENEW);
		this.claim.stray();
		assertThat(this.claim.next(after(14))).isEqualTo(Step.NONE);
		this.claim.decide(Verdict.COMPLETE, after(14));
		assertThat(this.claim.next(after(14))).isEqualTo(Step.SETTLE);
		assertThat(this.claim.leasedUntil()).isEqualTo(after(15));
		this.claim.regained("second", after(20));
		assertThat(this.claim.isStray()).isFalse();
		assertThat(this.claim.receipt()).isEqualTo("second");
		assertThat(this.claim.isOurs(after(34))).isTrue();
	}

	@Test
	void mayComeAgainBeforeTheAnswerSaysThatItWasPutOff() {
		this.claim.begin(Step.RENEW);
		this.claim.decide(Verdict.RELEASE, START);
		assertThat(this.claim.isBeingPutOff()).isFalse();
		this.claim.renewed("second", START);
		this.claim.begin(Step.SETTLE);
		assertThat(this.claim.isBeingPutOff()).isTrue();
		this.claim.failed(START);
		assertThat(this.claim.isBeingPutOff()).isFalse();
	}

	@Test
	void takesTheFirstVerdictOnly() {
		this.claim.decide(Verdict.COMPLETE, START);
		this.claim.decide(Verdict.RELEASE, START);
		assertThat(this.claim.verdict()).isEqualTo(Verdict.COMPLETE);
	}

	@Test
	void hasNothingToDoOnceItHasEnded() {
		this.claim.decide(Verdict.COMPLETE, START);
		this.claim.end();
		assertThat(this.claim.next(after(100))).isEqualTo(Step.NONE);
	}

}
