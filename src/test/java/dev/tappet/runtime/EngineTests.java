package dev.tappet.runtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import dev.tappet.dispatch.AloneGate;
import dev.tappet.dispatch.BoundHandler;
import dev.tappet.dispatch.Dispatcher;
import dev.tappet.dispatch.HandlerResolution;
import dev.tappet.dispatch.HandlerResolver;
import dev.tappet.dispatch.InvocationListener;
import dev.tappet.dispatch.Trial;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Delivery;
import dev.tappet.source.LastingThreads;
import dev.tappet.source.Message;
import dev.tappet.source.Order;
import dev.tappet.source.Source;
import dev.tappet.source.SourceStatus;
import dev.tappet.source.SourceTypes;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.RedisTypes;
import dev.tappet.source.redis.lease.RedisListDefinition;
import dev.tappet.trigger.InstanceId;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.RetryPolicy;
import dev.tappet.trigger.TriggerDefinition;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The order in which the engine starts and stops what it has, written down by a source
 * that a test feeds.
 */
@ExtendWith(OutputCaptureExtension.class)
class EngineTests {

	private final Queue<String> events = new ConcurrentLinkedQueue<>();

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch mayEnd = new CountDownLatch(1);

	private final LastingThreads threads = new LastingThreads();

	private final TriggerStatistics statistics = new TriggerStatistics();

	@Test
	void joinsBeforeItFetches() {
		Engine engine = new Engine(List.of(trigger(true)), Duration.ofSeconds(10), this.threads);
		engine.start();
		assertThat(this.events).startsWith("join", "subscribed");
		this.mayEnd.countDown();
		engine.stop();
	}

	@Test
	void leavesADisabledTriggerAlone() {
		Engine engine = new Engine(List.of(trigger(false)), Duration.ofSeconds(10), this.threads);
		engine.start();
		engine.stop();
		assertThat(this.events).isEmpty();
	}

	@Test
	void closesASourceOnlyAfterItsHandlersHaveEnded() throws InterruptedException {
		Engine engine = new Engine(List.of(trigger(true)), Duration.ofSeconds(30), this.threads);
		engine.start();
		this.begun.await();
		Thread stopping = Thread.ofPlatform().start(engine::stop);
		Awaitility.await().until(() -> this.events.contains("cancelled"));
		this.mayEnd.countDown();
		stopping.join();
		assertThat(this.events).containsExactly("join", "subscribed", "cancelled", "settled Complete", "closed");
	}

	@Test
	void handsBackWhatIsNotFinishedBeforeItClosesTheSource(CapturedOutput output) throws InterruptedException {
		Engine engine = new Engine(List.of(trigger(true)), Duration.ofMillis(400), this.threads);
		engine.start();
		this.begun.await();
		engine.stop();
		assertThat(this.events).containsExactly("join", "subscribed", "cancelled", "settled Release", "closed");
		assertThat(output).contains("Draining: 1 message(s) in handlers of 'test' (1), for up to 0.2 s")
			.containsPattern(
					"Drained 1 message\\(s\\) in handlers, 1 of them not finished in time; handed back 1 in 0\\.");
		this.mayEnd.countDown();
	}

	@Test
	void runsWithNewSourcesAfterItWasStopped() throws InterruptedException {
		this.mayEnd.countDown();
		Engine engine = new Engine(List.of(trigger(true)), Duration.ofSeconds(10), this.threads);
		for (int i = 0; i < 3; i++) {
			this.events.clear();
			engine.start();
			assertThat(engine.isRunning()).isTrue();
			Awaitility.await().until(() -> this.events.contains("settled Complete"));
			engine.stop();
			assertThat(engine.isRunning()).isFalse();
			assertThat(this.events).containsExactly("join", "subscribed", "settled Complete", "cancelled", "closed");
		}
	}

	@Test
	void keepsTheProcessAliveFromStartToStop() {
		this.mayEnd.countDown();
		Engine engine = new Engine(List.of(trigger(true)), Duration.ofSeconds(10), this.threads);
		engine.start();
		assertThat(threadsThatKeepAlive()).isEqualTo(1);
		assertThat(this.threads.running()).containsExactly("tappet-deadlines", "tappet-engine");
		engine.stop();
		Awaitility.await().until(() -> threadsThatKeepAlive() == 0);
		Awaitility.await().until(() -> this.threads.running().isEmpty());
		assertThat(this.threads.dead()).isEmpty();
	}

	private static long threadsThatKeepAlive() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("tappet-engine") && !thread.isDaemon() && thread.isAlive())
			.count();
	}

	private RegisteredTrigger trigger(boolean enabled) {
		TriggerDefinition definition = new TriggerDefinition("test", null, "default", enabled, 1, Ordering.NONE,
				Duration.ofMinutes(1), 100, new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2),
				new RedisListDefinition(List.of("jobs"), 10, Duration.ofSeconds(1), true,
						RedisListDefinition.Delivery.AT_LEAST_ONCE));
		BoundHandler handler = handler(definition, RedisTypes.all());
		Dispatcher.Surroundings surroundings = new Dispatcher.Surroundings("worker-a", Clock.systemUTC(),
				new AloneGate());
		return new RegisteredTrigger(definition, new TestKind(null), new Trial(definition, handler, surroundings),
				() -> new RegisteredTrigger.Run(new OneMessage(),
						new Dispatcher(definition, Order.WHOLE, handler, InvocationListener.all(List.of()),
								surroundings)),
				this.statistics, new Wishing(() -> null, new InstanceId("worker-a"), Clock.systemUTC()));
	}

	private BoundHandler handler(TriggerDefinition definition, SourceTypes types) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerSingleton("test", new Waiting());
		return (new HandlerResolver(beans, new JsonMapper(), types)
			.resolve(definition) instanceof HandlerResolution.Found(BoundHandler found)) ? found : failing();
	}

	private static BoundHandler failing() {
		throw new IllegalStateException("no handler");
	}

	/**
	 * A handler that ends when the test says so, whoever interrupts it.
	 */
	private final class Waiting implements TriggerHandler<String> {

		@Override
		public void handle(String payload, TriggerContext context) {
			EngineTests.this.begun.countDown();
			while (true) {
				try {
					EngineTests.this.mayEnd.await();
					return;
				}
				catch (InterruptedException ex) {
					// It heeds nothing but the test.
				}
			}
		}

	}

	/**
	 * A source with one message, which notes what is done with it.
	 */
	private final class OneMessage implements Source, Delivery, Message.Body {

		@Override
		public void join() {
			note("join");
		}

		@Override
		public Flux<Delivery> deliveries() {
			return Flux.<Delivery>just(this)
				.concatWith(Flux.never())
				.doOnSubscribe((subscription) -> note("subscribed"))
				.doOnCancel(() -> note("cancelled"));
		}

		@Override
		public void close(Duration patience) {
			note("closed");
		}

		@Override
		public void settle(int position, Verdict verdict) {
			note("settled " + verdict.getClass().getSimpleName());
			if (verdict instanceof Verdict.Release) {
				EngineTests.this.statistics.handedBack(1);
			}
		}

		private void note(String event) {
			EngineTests.this.events.add(event);
		}

		@Override
		public SourceStatus status() {
			return SourceStatus.reading(Instant.EPOCH);
		}

		@Override
		public void pause() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void resume() {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean isPaused() {
			return false;
		}

		@Override
		public CompletionStage<@Nullable Backlog> backlog() {
			return CompletableFuture.completedStage(null);
		}

		@Override
		public DeadLetters deadLetters() {
			throw new UnsupportedOperationException();
		}

		@Override
		public String source() {
			return "test";
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
			return this;
		}

		@Override
		public String id() {
			return "1";
		}

		@Override
		public byte[] body() {
			return new byte[] { 'x' };
		}

	}

}
