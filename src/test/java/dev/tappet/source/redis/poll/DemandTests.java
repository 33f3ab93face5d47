package dev.tappet.source.redis.poll;

import java.util.ArrayList;
import java.util.List;

import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DemandTests {

	private final Demand demand = demand(1);

	private static Demand demand(int perDelivery) {
		return new Demand(perDelivery, new ReadBuffer(1), () -> {
		});
	}

	private static Delivery delivery(int number) {
		return new Delivery() {

			@Override
			public String source() {
				return "" + number;
			}

			@Override
			public int attempt() {
				return 1;
			}

			@Override
			public int size() {
				return 1;
			}

			@Override
			public Message message(int position) {
				throw new UnsupportedOperationException();
			}

			@Override
			public void settle(int position, Verdict verdict) {
				throw new UnsupportedOperationException();
			}

		};
	}

	private void arrive(int reserved, int deliveries) {
		this.demand.unreserve(reserved);
		for (int i = 0; i < deliveries; i++) {
			this.demand.add(delivery(i));
		}
	}

	private List<String> emit() {
		List<String> emitted = new ArrayList<>();
		for (Delivery delivery; (delivery = this.demand.next()) != null;) {
			emitted.add(delivery.source());
		}
		return emitted;
	}

	@Test
	void isSetAsideForReadsOfAllKeysTogether() {
		assertThat(this.demand.reserve(10, 1)).isZero();
		this.demand.request(16);
		assertThat(this.demand.reserve(10, 1)).isEqualTo(10);
		assertThat(this.demand.reserve(10, 1)).isEqualTo(6);
		assertThat(this.demand.reserve(10, 1)).isZero();
		assertThat(this.demand.reserved()).isEqualTo(16);
		this.demand.request(3);
		assertThat(this.demand.reserve(10, 1)).isEqualTo(3);
	}

	@Test
	void isLeftWhereItIsTooLittleForARead() {
		this.demand.request(4);
		assertThat(this.demand.reserve(10, 5)).isZero();
		assertThat(this.demand.reserved()).isZero();
		this.demand.request(1);
		assertThat(this.demand.reserve(10, 5)).isEqualTo(5);
	}

	@Test
	void isNotForMoreThanWasAskedForThoughMoreIsReady() {
		this.demand.request(10);
		this.demand.reserve(10, 1);
		arrive(10, 7);
		assertThat(this.demand.reserve(10, 1)).as("what is ready is spoken for").isEqualTo(3);
		assertThat(emit()).containsExactly("0", "1", "2", "3", "4", "5", "6");
		assertThat(this.demand.reserve(10, 1)).as("what was emitted is spoken for").isZero();
		arrive(3, 5);
		assertThat(emit()).as("a read that brought more than was set aside").containsExactly("0", "1", "2");
		assertThat(this.demand.nothingReady()).isFalse();
		assertThat(this.demand.reserve(10, 1)).isZero();
		this.demand.request(5);
		assertThat(this.demand.reserve(10, 1)).isEqualTo(3);
		assertThat(emit()).containsExactly("3", "4");
		assertThat(this.demand.nothingReady()).isTrue();
	}

	@Test
	void isForDeliveriesOfSeveralMessages() {
		Demand batches = demand(10);
		batches.request(5);
		assertThat(batches.reserve(25, 1)).as("as many as hold 25").isEqualTo(3);
		assertThat(batches.reserve(25, 21)).isZero();
		assertThat(batches.reserve(25, 20)).isEqualTo(2);
	}

	@Test
	void isNoLimitToWhatIsWithdrawn() {
		this.demand.request(1);
		arrive(0, 3);
		assertThat(this.demand.withdraw()).isNotNull();
		assertThat(this.demand.withdraw()).isNotNull();
		assertThat(this.demand.next()).as("withdrawn is not emitted").isNotNull();
		assertThat(this.demand.withdraw()).isNull();
		assertThat(this.demand.next()).isNull();
	}

	@Test
	void isWorthARoundWhereItIsEnoughForAnotherRead() {
		assertThat(this.demand.request(20)).as("nobody has said how much").isTrue();
		this.demand.reserve(10, 1);
		this.demand.reserve(10, 1);
		arrive(10, 10);
		emit();
		this.demand.awaitEnoughFor(5);
		assertThat(this.demand.request(4)).isFalse();
		assertThat(this.demand.request(1)).isTrue();
		assertThat(this.demand.request(1)).isTrue();
	}

	@Test
	void isWorthARoundWhereADeliveryIsReady() {
		this.demand.request(2);
		this.demand.reserve(2, 1);
		arrive(2, 5);
		assertThat(emit()).hasSize(2);
		this.demand.awaitEnoughFor(Integer.MAX_VALUE);
		assertThat(this.demand.request(1)).isTrue();
	}

	@Test
	void isNeverWorthARoundWhereNothingWouldBeRead() {
		this.demand.awaitEnoughFor(Integer.MAX_VALUE);
		assertThat(this.demand.request(1_000_000)).isFalse();
	}

	@Test
	void isCountedInDeliveriesWhereTheyHoldSeveral() {
		Demand batches = demand(10);
		batches.awaitEnoughFor(11);
		assertThat(batches.request(1)).isFalse();
		assertThat(batches.request(1)).isTrue();
	}

	@Test
	void isNoticedThatCameBeforeItWasKnownHowMuchIsWorthARound() {
		long before = this.demand.total();
		this.demand.awaitEnoughFor(5);
		assertThat(this.demand.hasComeSince(before)).isFalse();
		this.demand.request(4);
		assertThat(this.demand.hasComeSince(before)).isFalse();
		this.demand.request(1);
		assertThat(this.demand.hasComeSince(before)).isTrue();
		assertThat(this.demand.hasComeSince(this.demand.total())).isFalse();
	}

}
