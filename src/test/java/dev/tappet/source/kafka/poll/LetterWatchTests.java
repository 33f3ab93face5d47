package dev.tappet.source.kafka.poll;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LetterWatchTests {

	private final Condition condition = new Condition("orders-in", "orders", new Rig.Told(), Clock.systemUTC());

	private final AtomicLong now = new AtomicLong();

	private final AtomicInteger asked = new AtomicInteger();

	private @Nullable Exception failure;

	private final LetterWatch watch = new LetterWatch(List.of(new LetterWatch.Topic("orders-poison", () -> {
		this.asked.incrementAndGet();
		if (this.failure != null) {
			throw new ExecutionException(this.failure);
		}
		return true;
	})), (failure) -> "because of " + failure.getMessage(), this.condition, this.now::get);

	@BeforeEach
	void join() {
		this.condition.joined();
	}

	private void look(int times) {
		for (int i = 0; i < times; i++) {
			this.watch.look();
			this.now.addAndGet(TimeUnit.SECONDS.toNanos(5));
		}
	}

	@Test
	void asksOnceWhereAllIsWell() {
		look(10);
		assertThat(this.asked).hasValue(1);
		assertThat(this.condition.status().reason()).isNull();
	}

	@Test
	void saysWhatIsMissingWhileTheTriggerRuns() {
		this.failure = new TopicAuthorizationException("no right");
		look(1);
		assertThat(this.condition.status().up()).isTrue();
		assertThat(this.condition.status().reason())
			.isEqualTo("No dead letter could be written to the topic 'orders-poison': because of no right");
	}

	@Test
	void asksAgainNowAndThenUntilItIsThere() {
		this.failure = new TopicAuthorizationException("no right");
		look(4);
		assertThat(this.asked).hasValue(2);
		this.failure = null;
		look(4);
		assertThat(this.asked).hasValue(3);
		assertThat(this.condition.status().reason()).isNull();
	}

	@Test
	void saysNothingOfWhatCannotBeToldForNow() {
		this.failure = new LeaderNotAvailableException("not now");
		look(2);
		assertThat(this.condition.status().reason()).isNull();
		this.failure = null;
		look(1);
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void keepsItInMindWhileSomethingElseIsWrong() {
		this.failure = new TopicAuthorizationException("no right");
		look(1);
		this.condition.fails(Condition.Part.READING, "away");
		assertThat(this.condition.status().reason()).isEqualTo("away");
		this.condition.works(Condition.Part.READING);
		assertThat(this.condition.status().reason()).contains("no right");
	}

}
