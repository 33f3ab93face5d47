package dev.tappet.source.redis.poll;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.ReadBuffer;
import dev.tappet.source.redis.connection.Wakeups;
import dev.tappet.source.redis.lease.Batches;
import dev.tappet.source.redis.lease.HandAnsweredLedger;
import dev.tappet.source.redis.lease.OpenBatch;
import dev.tappet.source.redis.lease.ReadResult;
import dev.tappet.source.redis.lease.Settler;
import dev.tappet.support.Silent;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyReaderTests {

	private final HandAnsweredLedger ledger = new HandAnsweredLedger();

	private final ReadBuffer buffer = new ReadBuffer(1_000_000);

	private final Demand demand = new Demand(1, this.buffer, () -> this.wakes++);

	private final PollSettings settings = Ticks.settings(10, 1, false);

	private final KeySchedule schedule = new KeySchedule(this.settings, false, Duration.ofSeconds(5), Ticks.START);

	private final List<SentRead> taken = new ArrayList<>();

	private int wakes;

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

	@Test
	void waitsForRoomWithoutKeepingDemandAndReadsAsSoonAsThereIsSome() {
		ReadBuffer.Share others = this.buffer.share(() -> {
		});
		others.reserve(1_000_000, 1_000_000, Ticks.START);
		begin();
		read();
		assertThat(this.ledger.reads).isEmpty();
		assertThat(this.demand.reserved()).isZero();
		others.release(1_000_000);
		assertThat(this.wakes).isEqualTo(1);
		read();
		assertThat(this.ledger.reads).hasSize(2);
	}

	@Test
	void keepsTheRoomOfWhatWasReadAndGivesTheRestBack() {
		begin();
		read();
		OpenBatch batch = Batches.ofBytes("token", 3, 1000);
		this.ledger.reads.forEach((read) -> read.reply().complete(new ReadResult(read.due() ? null : batch, 0)));
		assertThat(this.buffer.used()).isEqualTo(3 * ReadBuffer.room(1000 + ReadBuffer.BESIDE));
		batch.freeAll();
		assertThat(this.buffer.used()).isZero();
	}

	@Test
	void keepsNoRoomForAReadThatFailed() {
		begin();
		read();
		this.ledger.reads
			.forEach((read) -> read.reply().completeExceptionally(new RedisConnectionException("as asked")));
		assertThat(this.buffer.used()).isZero();
	}

	@Test
	void waitsForTheRoomThatTheNextMessageNeedsBeforeItReadsAgain() {
		begin();
		read();
		HandAnsweredLedger.Read due = this.ledger.reads.getFirst();
		due.leave(400_000);
		due.reply().complete(new ReadResult(null, 0));
		this.reader.ended(this.taken.getFirst(), Ticks.START);
		this.reader.brought(this.taken.getFirst(), Ticks.START);
		ReadBuffer.Share others = this.buffer.share(() -> {
		});
		others.reserve(700_000, 700_000, Ticks.START);
		read();
		assertThat(this.ledger.reads).as("the next message has no room").hasSize(2);
		others.release(700_000);
		this.ledger.reads.get(1).reply().complete(new ReadResult(null, 0));
		read();
		assertThat(this.ledger.reads).hasSize(3);
		assertThat(this.ledger.reads.getLast().due()).isTrue();
	}

}
