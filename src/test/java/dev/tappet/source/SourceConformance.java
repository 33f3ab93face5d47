package dev.tappet.source;

import java.time.Duration;

import dev.tappet.runtime.Trigger;
import dev.tappet.support.TappetService;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every source keeps, as it is seen by a handler, by an operator and on the broker.
 * A new source extends it with a {@link Broker} and its {@link Features}, and writes
 * tests only of what it alone can do.
 *
 * @param <B> the broker
 */
public abstract class SourceConformance<B extends Broker> extends LifeConformance<B> {

	protected SourceConformance(B broker, Features features) {
		super(broker, features);
	}

	@Test
	void saysWhatItIsAndHowToFireIt() {
		Trigger trigger = start(trigger(), this.calls::add).trigger(TRIGGER);
		send("m", 1);
		this.calls.await(1);
		assertThat(trigger.traits()).isEqualTo(features().traits());
		assertThat(this.calls.all().getFirst().context().type()).isEqualTo(trigger.definition().type());
		assertThat(trigger.definition().source().reads()).containsExactly(QUEUE);
		assertThat(trigger.example()).contains(QUEUE);
	}

	@Test
	void tellsHowMuchIsToBeDone() {
		needs(Feature.BACKLOG);
		Gate gate = new Gate();
		TappetService service = start(trigger("concurrency", 1), (payload, context) -> {
			gate.pass();
			this.calls.add(payload, context);
		});
		assertThat(service.backlog(TRIGGER)).isEqualTo(new Backlog(0, 0));
		send("first", 1);
		gate.awaitArrivals(1);
		long held = has(Feature.KEEPS) ? 1 : 0;
		assertThat(service.backlog(TRIGGER)).isEqualTo(new Backlog(0, held));
		send("second", 1);
		assertThat(service.backlog(TRIGGER)).isEqualTo(new Backlog(1, held));
		send("more", 99);
		assertThat(service.backlog(TRIGGER)).isEqualTo(new Backlog(100, held));
		gate.open();
		this.calls.await(101);
		eventually().until(() -> service.backlog(TRIGGER), new Backlog(0, 0)::equals);
	}

	@Test
	void countsMessagesThatWaitForTheirRetryAsUnfinished() {
		needs(Feature.BACKLOG);
		TappetService service = start(trigger("retry.initial-delay", "1m"), (payload, context) -> {
			throw new IllegalStateException("later");
		});
		send("m", 7);
		eventually().until(() -> service.backlog(TRIGGER), new Backlog(0, 7)::equals);
	}

	@Test
	void failsToTellHowMuchIsToBeDoneWhileItsBrokerIsAway() {
		needs(Feature.BACKLOG);
		Trigger trigger = start(trigger(), this.calls::add).trigger(TRIGGER);
		this.broker.breakIt();
		eventually().until(() -> !trigger.sourceUp());
		assertThat(trigger.backlog()).failsWithin(Duration.ofSeconds(20));
		assertThat(trigger.deadLetters().count()).failsWithin(Duration.ofSeconds(20));
	}

}
