package dev.tappet.source.redis.poll;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.SourceListener;
import dev.tappet.source.redis.connection.Wakeups;
import dev.tappet.source.redis.lease.Batches;
import dev.tappet.source.redis.lease.HandAnsweredLedger;
import dev.tappet.source.redis.lease.ReadResult;
import dev.tappet.source.redis.lease.Settler;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyReaderTests {

	private final HandAnsweredLedger ledger = new HandAnsweredLedger();

	private final Demand demand = new Demand(1);

	private final PollSettings settings = Ticks.settings(10, 1, false);

	private final KeySchedule schedule = new KeySchedule(this.settings, false, Duration.ofSeconds(5), Ticks.START);

	private final List<SentRead> taken = new ArrayList<>();

	private boolean connected = true;

	private final KeyWatch watch = new KeyWatch(new Wakeups(), "key", "due", this::ask, () -> {
	});

	private final KeyReader reader = new KeyReader(this.demand, this.settings, this.ledger,
			new Settler(this.ledger, new Silent(), false, () -> {
			}), this.watch, this.schedule);

	private CompletionStage<Long> ask(byte[][] keys) {
		if (!this.connected) {
			throw new RedisConnectionException("not connected");
		}
		return CompletableFuture.completedStage(0L);
	}

	private void begin() {
		this.watch.begin(true);
		this.schedule.begun(Ticks.START);
		this.schedule.reads().reclaimed(0, false, Ticks.START);
		this.demand.request(100);
	}

	private void read() {
		this.reader.read((read, result, failure) -> this.taken.add(read), Ticks.START);
	}

	@Test
	void keepsNoDemandForAReadThatWasNotSentSinceTheConnectionHasEnded() {
		begin();
		this.connected = false;
		for (int i = 0; i < 100; i++) {
			assertThatExceptionOfType(RedisConnectionException.class).isThrownBy(this::read);
			this.ledger.reads.forEach((read) -> read.reply().complete(new ReadResult(null, 0)));
			this.taken.forEach((read) -> this.reader.ended(read, Ticks.START));
			this.taken.clear();
			this.schedule.reads().maybeDue();
		}
		assertThat(this.demand.reserved()).isZero();
	}

	@Test
	void keepsNoDemandForAReadThatCouldNotBeSent() {
		this.ledger.refusing = new NoClassDefFoundError("as asked");
		begin();
		read();
		assertThat(this.taken).isNotEmpty();
		this.taken.forEach((read) -> this.reader.ended(read, Ticks.START));
		assertThat(this.demand.reserved()).isZero();
	}

	@Test
	void setsDemandAsideUntilTheReplyHasCome() {
		begin();
		read();
		assertThat(this.demand.reserved()).isEqualTo(20);
		this.ledger.reads.getFirst().reply().complete(new ReadResult(Batches.fresh("token", 3), 0));
		assertThat(this.reader.ended(this.taken.getFirst(), Ticks.START)).isTrue();
		assertThat(this.demand.reserved()).isEqualTo(10);
	}

	private static final class Silent implements SourceListener {

		@Override
		public void completed(int messages) {
		}

		@Override
		public void retried(int messages) {
		}

		@Override
		public void deadLettered(int messages) {
		}

		@Override
		public void dropped(int messages) {
		}

		@Override
		public void takenOver(int messages) {
		}

		@Override
		public void restarted() {
		}

	}

}
