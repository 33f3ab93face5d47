package dev.tappet.operate.console;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

class LiveFeedTests {

	private final Sinks.Many<Long> ticks = Sinks.many().multicast().directBestEffort();

	private final AtomicInteger looks = new AtomicInteger();

	private final LiveFeed feed = new LiveFeed(this.ticks.asFlux(), (tick) -> "look " + this.looks.incrementAndGet());

	@BeforeEach
	void start() {
		this.feed.start();
	}

	private void tick() {
		this.ticks.tryEmitNext(0L).orThrow();
	}

	private List<String> watch() {
		return watch(this.feed);
	}

	private static List<String> watch(LiveFeed feed) {
		List<String> told = new ArrayList<>();
		feed.watch().subscribe(told::add, (failure) -> told.add("failed"), () -> told.add("end"));
		return told;
	}

	@Test
	void looksOnceForAllViewers() {
		List<String> first = watch();
		tick();
		List<String> second = watch();
		tick();
		assertThat(first).containsExactly("look 1", "look 2");
		assertThat(second).containsExactly("look 1", "look 2");
		assertThat(this.looks).hasValue(2);
	}

	@Test
	void looksAtNothingWithoutAViewer() {
		assertThat(this.ticks.currentSubscriberCount()).isZero();
		Disposable viewer = this.feed.watch().subscribe();
		assertThat(this.ticks.currentSubscriberCount()).isOne();
		viewer.dispose();
		assertThat(this.ticks.currentSubscriberCount()).isZero();
		assertThat(this.feed.viewers()).isZero();
	}

	@Test
	void hasPlacesForABoundedNumberOfViewers() {
		List<Disposable> viewers = new ArrayList<>();
		for (int i = 0; i < LiveFeed.MOST_VIEWERS; i++) {
			assertThat(this.feed.refusal()).isNull();
			viewers.add(this.feed.watch().subscribe());
		}
		assertThat(this.feed.refusal()).isEqualTo("32 viewers look already; come again later.");
		assertThat(watch()).containsExactly("end");
		assertThat(this.feed.viewers()).isEqualTo(LiveFeed.MOST_VIEWERS);
		viewers.getFirst().dispose();
		assertThat(this.feed.refusal()).isNull();
		assertThat(watch()).isEmpty();
	}

	@Test
	void holdsNobodyUpForOneThatIsSlow() {
		List<String> slowly = new ArrayList<>();
		BaseSubscriber<String> slow = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				// It asks for nothing yet.
			}

			@Override
			protected void hookOnNext(String told) {
				slowly.add(told);
			}

		};
		this.feed.watch().subscribe(slow);
		List<String> quick = watch();
		for (int i = 0; i < 5; i++) {
			tick();
		}
		assertThat(quick).hasSize(5);
		assertThat(slowly).isEmpty();
		slow.request(2);
		assertThat(slowly).containsExactly("look 5");
		tick();
		assertThat(slowly).containsExactly("look 5", "look 6");
	}

	@Test
	void beginsAnewAfterAFailure() {
		AtomicBoolean broken = new AtomicBoolean(true);
		LiveFeed failing = new LiveFeed(this.ticks.asFlux(), (tick) -> {
			if (broken.get()) {
				throw new IllegalStateException("broken");
			}
			return "look";
		});
		failing.start();
		List<String> first = watch(failing);
		tick();
		assertThat(first).containsExactly("failed");
		broken.set(false);
		List<String> second = watch(failing);
		tick();
		assertThat(second).containsExactly("look");
		assertThat(failing.viewers()).isOne();
	}

	@Test
	void welcomesThoseWhoComeBeforeAllHasStarted() {
		LiveFeed early = new LiveFeed(this.ticks.asFlux(), (tick) -> "look");
		List<String> viewer = watch(early);
		early.start();
		tick();
		early.stop();
		assertThat(viewer).containsExactly("look", "end");
	}

	@Test
	void endsWhenTheServiceStops() {
		List<String> viewer = watch();
		tick();
		this.feed.stop();
		assertThat(viewer).containsExactly("look 1", "end");
		assertThat(this.feed.refusal()).isEqualTo("The service stops.");
		assertThat(watch()).containsExactly("end");
		assertThat(this.feed.viewers()).isZero();
		this.feed.stop();
		this.feed.start();
		assertThat(this.feed.refusal()).isNull();
		assertThat(watch()).isEmpty();
	}

}
