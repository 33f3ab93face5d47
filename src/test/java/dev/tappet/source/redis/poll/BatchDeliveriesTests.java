package dev.tappet.source.redis.poll;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.tappet.source.Delivery;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.lease.Allowance;
import dev.tappet.source.redis.lease.Batches;
import dev.tappet.source.redis.lease.HandAnsweredLedger;
import dev.tappet.source.redis.lease.OpenBatch;
import dev.tappet.source.redis.lease.ReadResult;
import dev.tappet.source.redis.lease.Settler;
import dev.tappet.support.Silent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BatchDeliveriesTests {

	private final HandAnsweredLedger ledger = new HandAnsweredLedger();

	private final ReadBuffer buffer = new ReadBuffer(1_000_000);

	private final Demand demand = new Demand(1, this.buffer, () -> {
	});

	private final Settler settler = new Settler(this.ledger, new Silent(), false, () -> {
	});

	private final BatchDeliveries deliveries = new BatchDeliveries(this.ledger, this.settler, this.demand, 1);

	private ReadResult read(String token, int messages, int left) {
		OpenBatch batch = Batches.ofBytes(token, messages, 1000);
		ReadResult result = new ReadResult(batch, 0, (left > 0) ? Batches.fresh(token, left) : null);
		new Allowance(100, 100, this.demand.share(), 0).ended(result);
		return result;
	}

	private Delivery next() {
		return Objects.requireNonNull(this.demand.next());
	}

	@Test
	void handsBackWhatThereWasNoRoomForAndRepeatsThat() {
		this.deliveries.add(read("token", 2, 3));
		assertThat(this.ledger.verdicts(0)).isEqualTo(List.of(Verdict.RELEASE));
		assertThat(this.settler.unsettled()).isEqualTo(5);
		this.ledger.failStep(0, new IllegalStateException("no answer"));
		this.settler.retry();
		this.settler.retryRefused();
		assertThat(this.ledger.verdicts(1)).containsOnly(Verdict.RELEASE).hasSizeGreaterThan(1);
	}

	@Test
	void keepsTheRoomOfAMessageUntilItsVerdictIsConfirmed() {
		this.deliveries.add(read("token", 2, 0));
		long each = this.buffer.used() / 2;
		this.demand.request(2);
		next().settle(0, Verdict.COMPLETE);
		assertThat(this.buffer.used()).isEqualTo(2 * each);
		this.ledger.confirmStep(0);
		assertThat(this.buffer.used()).isEqualTo(each);
		next().settle(0, new Verdict.RetryAfter(Duration.ZERO));
		this.ledger.confirmStep(1);
		assertThat(this.buffer.used()).isZero();
	}

	@Test
	void keepsNoContentOfASettledMessageWhileOthersOfItsBatchAreOpen() {
		ReadResult result = read("token", 2, 0);
		OpenBatch batch = Objects.requireNonNull(result.batch());
		this.deliveries.add(result);
		String id = batch.messages.getFirst().id();
		this.demand.request(1);
		next().settle(0, Verdict.COMPLETE);
		this.ledger.confirmStep(0);
		assertThat(Batches.bytes(batch, 0)).isZero();
		assertThat(batch.messages.getFirst().id()).isEqualTo(id);
		assertThat(Batches.bytes(batch, 1)).isEqualTo(1000);
	}

	@Test
	void givesTheRoomBackOfWhatIsLost() {
		this.deliveries.add(read("an earlier lease", 2, 3));
		this.deliveries.addLate(read("token", 2, 3));
		assertThat(this.buffer.used()).isZero();
		assertThat(this.demand.nothingReady()).isTrue();
	}

	@Test
	void givesTheRoomBackOfWhatIsLostWhileItsHandlerRuns() {
		this.deliveries.add(read("token", 1, 0));
		this.demand.request(1);
		this.ledger.renewToken();
		this.settler.forgetLost();
		assertThat(this.buffer.used()).isPositive();
		next().settle(0, Verdict.COMPLETE);
		assertThat(this.buffer.used()).isZero();
	}

}
