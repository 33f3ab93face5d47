package dev.tappet.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.tappet.dispatch.InvocationListener;
import dev.tappet.runtime.TriggerCounts;
import dev.tappet.runtime.TriggerState;
import dev.tappet.source.Backlog;
import dev.tappet.source.WorkerLimit;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition.Subscription;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MetersTests {

	private final SettableClock clock = new SettableClock();

	private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	@Test
	void showsEveryMeterOfTheContract() {
		TestTrigger orders = TestTrigger.stream("orders", "orders").withBacklog(1000, 200);
		orders.counts = new TriggerCounts(11, 2, 3, 4, 5, 6, 7);
		orders.inFlight = 7;
		orders.deadLetters = () -> CompletableFuture.completedFuture(9L);
		orders.age = () -> CompletableFuture.completedFuture(Duration.ofMillis(1500));
		InvocationListener listener = new InvocationMeters(this.prometheus).watch(orders.definition(), orders.traits());
		listener.succeeded(Duration.ofSeconds(2).toNanos());
		listener.failed(Duration.ofSeconds(1).toNanos());
		listener.delayed(1500);
		listener.delayed(-1);
		bind(orders);
		String labels = "trigger=\"orders\",type=\"redis-stream\"";
		assertThat(scrape()).contains("tappet_handler_seconds_count{outcome=\"failure\"," + labels + "} 1",
				"tappet_handler_seconds_sum{outcome=\"failure\"," + labels + "} 1.0",
				"tappet_handler_seconds_count{outcome=\"success\"," + labels + "} 1",
				"tappet_handler_seconds_sum{outcome=\"success\"," + labels + "} 2.0",
				"tappet_messages_total{result=\"completed\"," + labels + "} 11.0",
				"tappet_messages_total{result=\"retried\"," + labels + "} 2.0",
				"tappet_messages_total{result=\"dead_lettered\"," + labels + "} 3.0",
				"tappet_messages_total{result=\"dropped\"," + labels + "} 4.0",
				"tappet_delivery_delay_seconds_count{" + labels + "} 2",
				"tappet_delivery_delay_seconds_sum{" + labels + "} 1.5", "tappet_in_flight{" + labels + "} 7.0",
				"tappet_backlog{" + labels + "} 1200.0", "tappet_backlog_age_seconds{" + labels + "} 1.5",
				"tappet_messages_per_worker{" + labels + "} 100.0", "tappet_desired_workers{" + labels + "} 12.0",
				"tappet_takeovers_total{" + labels + "} 5.0", "tappet_source_up{" + labels + "} 1.0",
				"tappet_source_restarts_total{" + labels + "} 6.0", "tappet_gaps_total{" + labels + "} 7.0",
				"tappet_dead_letters{" + labels + "} 9.0", "tappet_concurrency{" + labels + "} 2.0");
	}

	@Test
	void hasAllOutcomesAndResultsFromTheStart() {
		TestTrigger orders = TestTrigger.stream("orders", "orders");
		new InvocationMeters(this.prometheus).watch(orders.definition(), orders.traits());
		bind(orders);
		assertThat(scrape()).filteredOn((line) -> line.startsWith("tappet_messages_total"))
			.hasSize(4)
			.allMatch((line) -> line.endsWith(" 0.0"));
		assertThat(scrape()).filteredOn((line) -> line.startsWith("tappet_handler_seconds_count"))
			.hasSize(2)
			.allMatch((line) -> line.endsWith(" 0"));
	}

	@Test
	void hasNoBacklogOfASubscription() {
		TestTrigger alerts = TestTrigger.pubSub("alerts", Subscription.CHANNEL, "alerts");
		InvocationListener listener = new InvocationMeters(this.prometheus).watch(alerts.definition(), alerts.traits());
		listener.delayed(1);
		bind(alerts);
		assertThat(scrape()).noneMatch((line) -> line.startsWith("tappet_backlog"))
			.noneMatch((line) -> line.startsWith("tappet_desired_workers"))
			.noneMatch((line) -> line.startsWith("tappet_delivery_delay"))
			.contains("tappet_dead_letters{trigger=\"alerts\",type=\"redis-pubsub\"} 0.0",
					"tappet_messages_per_worker{trigger=\"alerts\",type=\"redis-pubsub\"} 100.0");
		assertThat(alerts.backlogQuestions).hasValue(0);
	}

	/**
	 * Else a trigger that was paused before the start would seem to have lost its source.
	 */
	@Test
	void doesNotKnowWhetherASourceCanBeReadThatWasPausedBeforeItTried() {
		TestTrigger paused = TestTrigger.stream("orders", "orders");
		paused.state = TriggerState.PAUSED;
		TestTrigger failing = TestTrigger.stream("mails", "mails").failing("gone");
		failing.failingSince = Instant.EPOCH;
		bind(paused, failing);
		assertThat(scrape()).contains("tappet_source_up{trigger=\"orders\",type=\"redis-stream\"} NaN",
				"tappet_source_up{trigger=\"mails\",type=\"redis-stream\"} 0.0");
	}

	@Test
	void keepsTheBacklogOfADisabledTriggerWhereThatCostsNothing() {
		TestTrigger orders = TestTrigger.stream("orders", "orders").disabled().withBacklog(7, 1).counted();
		orders.age = () -> CompletableFuture.completedFuture(Duration.ofSeconds(3));
		bind(orders);
		assertThat(scrape())
			.contains("tappet_backlog{trigger=\"orders\",type=\"redis-stream\"} 8.0",
					"tappet_backlog_age_seconds{trigger=\"orders\",type=\"redis-stream\"} 3.0")
			.noneMatch((line) -> line.startsWith("tappet_source_up"))
			.noneMatch((line) -> line.startsWith("tappet_desired_workers"))
			.noneMatch((line) -> line.startsWith("tappet_dead_letters"));
	}

	@Test
	void doesNotAskForTheFiguresOfADisabledTriggerElse() {
		TestTrigger orders = TestTrigger.stream("orders", "orders").disabled();
		bind(orders);
		assertThat(scrape()).noneMatch((line) -> line.startsWith("tappet_backlog"))
			.noneMatch((line) -> line.startsWith("tappet_source_up"))
			.contains("tappet_concurrency{trigger=\"orders\",type=\"redis-stream\"} 2.0");
		assertThat(orders.backlogQuestions).hasValue(0);
	}

	@Test
	void showsFiguresThatCouldNotBeReadAsNotANumber() {
		TestTrigger orders = TestTrigger.stream("orders", "orders").withUnreadableBacklog("connection refused");
		orders.deadLetters = () -> CompletableFuture.failedFuture(new IllegalStateException("connection refused"));
		bind(orders);
		assertThat(scrape()).contains("tappet_backlog{trigger=\"orders\",type=\"redis-stream\"} NaN",
				"tappet_desired_workers{trigger=\"orders\",type=\"redis-stream\"} NaN",
				"tappet_backlog_age_seconds{trigger=\"orders\",type=\"redis-stream\"} NaN",
				"tappet_dead_letters{trigger=\"orders\",type=\"redis-stream\"} NaN");
	}

	@Test
	void asksOnceForAllGaugesOfAScrapeAndOfThoseThatFollowAtOnce() {
		TestTrigger orders = TestTrigger.stream("orders", "orders").withBacklog(1, 0);
		bind(orders);
		scrape();
		scrape();
		assertThat(orders.backlogQuestions).hasValue(1);
		this.clock.advance(Duration.ofSeconds(1));
		orders.withBacklog(2, 0);
		assertThat(scrape()).contains("tappet_backlog{trigger=\"orders\",type=\"redis-stream\"} 2.0");
		assertThat(orders.backlogQuestions).hasValue(2);
	}

	@Test
	void waitsForABoundedTimeWhateverTheNumberOfSilentTriggers() {
		TestTrigger answering = TestTrigger.stream("answering", "answering").withBacklog(3, 0);
		bind(Stream
			.concat(Stream.of(answering),
					Stream.of("a", "b", "c", "d", "e", "f").map((name) -> TestTrigger.list(name, name).withoutAnswer()))
			.toArray(TestTrigger[]::new));
		long start = System.nanoTime();
		List<String> lines = scrape();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
		assertThat(lines).contains("tappet_backlog{trigger=\"answering\",type=\"redis-stream\"} 3.0",
				"tappet_backlog{trigger=\"a\",type=\"redis-list\"} NaN",
				"tappet_dead_letters{trigger=\"f\",type=\"redis-list\"} NaN");
	}

	@Test
	void wantsNoMoreWorkersThanCanShareTheWork() {
		bind(TestTrigger.stream("orders", "orders").withBacklog(1000, 200).limitedTo(4));
		assertThat(scrape()).contains("tappet_desired_workers{trigger=\"orders\",type=\"redis-stream\"} 4.0",
				"tappet_backlog{trigger=\"orders\",type=\"redis-stream\"} 1200.0");
	}

	@Test
	void roundsDesiredWorkersUp() {
		TestTrigger orders = TestTrigger.stream("orders", "orders");
		assertThat(DesiredWorkers.of(new Backlog(0, 0), orders.definition(), null)).isZero();
		assertThat(DesiredWorkers.of(new Backlog(0, 1), orders.definition(), null)).isOne();
		assertThat(DesiredWorkers.of(new Backlog(100, 0), orders.definition(), null)).isOne();
		assertThat(DesiredWorkers.of(new Backlog(100, 1), orders.definition(), null)).isEqualTo(2);
		assertThat(DesiredWorkers.of(new Backlog(100, 1), orders.definition(), new WorkerLimit(2, "two"))).isEqualTo(2);
		assertThat(DesiredWorkers.of(new Backlog(500, 1), orders.definition(), new WorkerLimit(2, "two"))).isEqualTo(2);
		assertThat(DesiredWorkers.of(new Backlog(0, 0), orders.definition(), new WorkerLimit(2, "two"))).isZero();
	}

	private void bind(TestTrigger... triggers) {
		TestRegistry registry = TestRegistry.of(triggers);
		Figures figures = new Figures(registry, this.clock);
		new TriggerMeters(registry).bindTo(this.prometheus);
		new FigureMeters(registry, figures, new SharedRefresh(figures, this.clock)).bindTo(this.prometheus);
	}

	private List<String> scrape() {
		return this.prometheus.scrape().lines().toList();
	}

}
