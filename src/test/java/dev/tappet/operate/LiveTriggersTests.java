package dev.tappet.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import dev.tappet.dispatch.Failure;
import dev.tappet.source.Backlog;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LiveTriggersTests {

	private static final ShownFigures ALL = new ShownFigures(true, true, true, true);

	private final TestTrigger orders = TestTrigger.stream("orders", "orders").withBacklog(7, 2);

	private final SettableClock clock = new SettableClock();

	private LiveTriggers triggers(TestTrigger... triggers) {
		TestRegistry registry = TestRegistry.of(triggers);
		return new LiveTriggers(registry, new Figures(registry, this.clock), false);
	}

	@Test
	void showsWhatBrokersHaveAnswered() {
		this.orders.age = () -> CompletableFuture.completedFuture(Duration.ofMillis(1500));
		this.orders.deadLetters = () -> CompletableFuture.completedFuture(3L);
		LiveTriggers triggers = triggers(this.orders);
		assertThat(triggers.look(ALL)).singleElement().satisfies((live) -> {
			assertThat(live.backlog()).isNull();
			assertThat(live.unknown()).isEqualTo("not read yet");
		});
		triggers.ask(ALL);
		await().untilAsserted(() -> assertThat(triggers.look(ALL)).singleElement().satisfies((live) -> {
			assertThat(live.backlog()).isEqualTo(new Backlog(7, 2));
			assertThat(live.unknown()).isNull();
			assertThat(live.ageSeconds()).isEqualTo(1.5);
			assertThat(live.deadLetters()).isEqualTo(3);
			assertThat(live.concurrency()).isEqualTo(2);
		}));
	}

	@Test
	void neitherAsksForNorShowsWhatNoEndpointShows() {
		ShownFigures none = new ShownFigures(false, false, false, false);
		LiveTriggers triggers = triggers(this.orders);
		triggers.ask(none);
		assertThat(this.orders.backlogQuestions).hasValue(0);
		assertThat(triggers.look(none)).singleElement().satisfies((live) -> {
			assertThat(live.backlog()).isNull();
			assertThat(live.unknown()).isNull();
			assertThat(live.ageSeconds()).isNull();
			assertThat(live.deadLetters()).isNull();
			assertThat(live.concurrency()).isNull();
		});
	}

	@Test
	void waitsForNoBroker() {
		LiveTriggers triggers = triggers(TestTrigger.list("mails", "mails").withoutAnswer(), this.orders);
		triggers.ask(ALL);
		await().untilAsserted(() -> assertThat(triggers.look(ALL).getLast().backlog()).isNotNull());
		assertThat(triggers.look(ALL).getFirst().unknown()).isEqualTo("not read yet");
	}

	@Test
	void saysWhyABacklogIsNotKnown() {
		LiveTriggers triggers = triggers(TestTrigger.list("mails", "mails").withUnreadableBacklog("no Redis"));
		triggers.ask(ALL);
		await().untilAsserted(() -> assertThat(triggers.look(ALL).getFirst().unknown()).isEqualTo("no Redis"));
		ShownFigures withoutReasons = new ShownFigures(true, false, true, true);
		assertThat(triggers.look(withoutReasons).getFirst().unknown()).isEqualTo("unknown");
	}

	@Test
	void showsOfAFailureWhatTheEndpointShows() {
		this.orders.lastError = new Failure(Instant.EPOCH, "java.io.IOException", "java.io.IOException: card 4711");
		assertThat(triggers(this.orders).look(ALL).getFirst().trigger())
			.isEqualTo(TriggerDescription.of(this.orders, false));
	}

}
