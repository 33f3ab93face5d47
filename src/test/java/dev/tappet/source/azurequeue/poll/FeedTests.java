package dev.tappet.source.azurequeue.poll;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.source.Delivery;
import dev.tappet.source.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

class FeedTests {

	private final Feed feed = new Feed();

	private final List<Delivery> delivered = new ArrayList<>();

	private final Map<Claim, Verdict> decided = new LinkedHashMap<>();

	private final Claim lost = claim();

	private final Claim held = claim();

	private static Claim claim() {
		return new Claim(Messages.on(1), 100, new LeaseTimes(Duration.ofSeconds(15)), 0);
	}

	@BeforeEach
	void start() {
		this.feed.start(new BaseSubscriber<>() {

			@Override
			protected void hookOnNext(Delivery delivery) {
				FeedTests.this.delivered.add(delivery);
			}

		});
		this.feed.request(1);
	}

	private void emit(Claim... claims) {
		this.feed.add(new AzureDelivery("orders", List.of(claims), this.decided::put), 0);
		this.feed.emit();
	}

	@Test
	void givesBackWhatWasLostWhileItWaited() {
		this.lost.end();
		emit(this.lost, this.held);
		assertThat(this.delivered).singleElement().satisfies((delivery) -> assertThat(delivery.size()).isEqualTo(1));
		assertThat(this.decided).isEqualTo(Map.of(this.lost, Verdict.RELEASE));
	}

	@Test
	void handsOnNothingThatHasNoReceipt() {
		this.lost.stray();
		emit(this.lost);
		assertThat(this.delivered).isEmpty();
		assertThat(this.decided).containsOnlyKeys(this.lost);
		emit(this.held);
		assertThat(this.delivered).hasSize(1);
	}

	@Test
	void knowsHowManyHaveEnded() {
		emit(this.held);
		assertThat(this.feed.permits()).isEqualTo(1);
		assertThat(this.feed.over()).isZero();
		this.feed.request(1);
		assertThat(this.feed.permits()).isEqualTo(1);
		assertThat(this.feed.over()).isEqualTo(1);
	}

	@Test
	void givesBackWhatWaitsForLongButNotOnItsLastAttempt() {
		emit(this.held);
		AzureDelivery first = waiting(1);
		AzureDelivery last = waiting(5);
		assertThat(this.feed.clearWaiting(1000, 5, 999)).isEmpty();
		assertThat(this.feed.clearWaiting(1000, 5, 1000)).containsExactly(first);
		assertThat(this.feed.clear()).containsExactly(last);
	}

	@Test
	void givesBackWhatWaitsWhenPaused() {
		emit(this.held);
		AzureDelivery first = waiting(1);
		AzureDelivery last = waiting(5);
		this.feed.pause(true);
		assertThat(this.feed.clearWaiting(1000, 5, 1)).containsExactly(first);
		assertThat(this.feed.clear()).containsExactly(last);
	}

	private AzureDelivery waiting(int attempt) {
		Claim claim = new Claim(Messages.on(attempt), 100, new LeaseTimes(Duration.ofSeconds(15)), 0);
		AzureDelivery delivery = new AzureDelivery("orders", List.of(claim), this.decided::put);
		this.feed.add(delivery, 0);
		this.feed.emit();
		return delivery;
	}

}
