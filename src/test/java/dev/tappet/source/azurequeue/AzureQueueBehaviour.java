package dev.tappet.source.azurequeue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.PeekedMessageItem;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.SendMessageResult;
import dev.tappet.source.Broker;
import dev.tappet.support.TappetService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users of Azure's queue trigger rely on, and what theirs breaks.
 */
abstract class AzureQueueBehaviour extends AzureQueueBindings {

	private static final int NEVER = 9999;

	@Test
	void deletesWhatSucceeded() {
		List<String> sent = send(40);
		start(this.deliveries::add);
		this.deliveries.await(40);
		awaitDone();
		assertThat(this.deliveries.attempts()).containsOnly(1);
		this.deliveries.reportOnce("success deletes", sent);
	}

	@Test
	void showsWhatFailedAgainAndCountsOn() {
		start((payload, context) -> {
			if (context.attempt() < 3) {
				throw new IllegalStateException("not yet");
			}
			this.deliveries.add(payload, context);
		});
		List<String> sent = send("m");
		this.deliveries.await(1);
		awaitDone();
		assertThat(this.deliveries.attempts()).containsExactly(3);
		assertThat(this.broker.letters(QUEUE)).isEmpty();
		this.deliveries.reportOnce("failure makes visible", sent);
	}

	@Test
	void poisonsAtTheFifthFailureForGoodAndWithItsCause() {
		Deliveries tries = new Deliveries();
		start((payload, context) -> {
			tries.add(payload, context);
			throw new IllegalStateException("no such customer");
		});
		Instant before = Instant.now().minusSeconds(2);
		SendMessageResult sent = this.queue.sendMessage(base64("m"));
		PeekedMessageItem poison = awaitLetter();
		awaitDone();
		assertThat(tries.attempts()).containsExactly(1, 2, 3, 4, 5);
		assertThat(poison.getExpirationTime().getYear()).isEqualTo(NEVER);
		Broker.Letter letter = AzureQueueBroker.letter(poison);
		assertThat(text(letter)).isEqualTo("m");
		assertThat(letter.trigger()).isEqualTo(TRIGGER);
		assertThat(letter.source()).isEqualTo(QUEUE);
		assertThat(letter.id()).isEqualTo(sent.getMessageId());
		assertThat(letter.attempts()).isEqualTo(5);
		assertThat(letter.reason()).contains("IllegalStateException", "no such customer");
		assertThat(letter.failedAt()).isAfter(before);
		System.out.println("Azure queue, the fifth goes to poison: sent 1, tried 5 times, dead letters 1, lost 0");
	}

	@Test
	void poisonsWhatWasReceivedTooOftenWithoutARun() {
		send("worn");
		for (int i = 0; i < 5; i++) {
			QueueMessageItem held = this.queue.receiveMessage();
			this.queue.updateMessage(held.getMessageId(), held.getPopReceipt(), null, Duration.ZERO);
		}
		start(this.deliveries::add);
		Broker.Letter letter = AzureQueueBroker.letter(awaitLetter());
		List<String> sent = send("fresh");
		this.deliveries.await(1);
		awaitDone();
		assertThat(text(letter)).isEqualTo("worn");
		this.deliveries.reportOnce("the sixth is not run", sent);
	}

	@Test
	void keepsALongOneByRenewingItsLease() throws InterruptedException {
		CountDownLatch gate = new CountDownLatch(1);
		for (int i = 0; i < 2; i++) {
			start((payload, context) -> {
				this.deliveries.add(payload, context);
				assertThat(gate.await(1, TimeUnit.MINUTES)).isTrue();
			}, "azure-queue.lease=2s");
		}
		List<String> sent = send("long");
		this.deliveries.await(1);
		QueueClient seen = this.queue;
		// Over several leases nobody else sees it.
		Awaitility.await()
			.during(Duration.ofSeconds(6))
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> seen.peekMessage() == null);
		gate.countDown();
		awaitDone();
		assertThat(this.deliveries.attempts()).containsExactly(1);
		this.deliveries.reportOnce("a long one is renewed", sent);
	}

	@Test
	void sharesAHundredAmongThreeInstances() {
		for (int i = 0; i < 3; i++) {
			start(this.deliveries::add);
		}
		List<String> sent = send(100);
		this.deliveries.await(100);
		awaitDone();
		this.services.forEach(TappetService::close);
		this.deliveries.reportOnce("3 instances", sent);
	}

	@Test
	void handsBackWhatItDoesNotEnd() throws InterruptedException {
		CountDownLatch never = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(4);
		TappetService first = start(reading("concurrency=4", "azure-queue.lease=60s")
			.setting("spring.lifecycle.timeout-per-shutdown-phase", "600ms")
			.handler(TRIGGER, String.class, (payload, context) -> {
				begun.countDown();
				never.await();
			}));
		List<String> sent = send(20);
		assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
		first.close();
		// At once, and not when the leases of a minute end.
		assertThat(this.queue.peekMessages(32, null, Context.NONE)).hasSize(20);
		start(this.deliveries::add);
		this.deliveries.await(20);
		awaitDone();
		this.deliveries.reportOnce("drain", sent);
	}

	@Test
	void makesADeletedQueueAnewAndGoesOn() {
		TappetService service = start(this.deliveries::add);
		List<String> sent = new ArrayList<>(send("before"));
		this.deliveries.await(1);
		awaitDone();
		this.queue.delete();
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.ignoreExceptions()
			.until(() -> this.queue.getProperties().getApproximateMessagesCountLong() == 0);
		sent.addAll(send("after"));
		this.deliveries.await(2);
		service.awaitRunning();
		this.deliveries.reportOnce("queue deleted", sent);
	}

}
