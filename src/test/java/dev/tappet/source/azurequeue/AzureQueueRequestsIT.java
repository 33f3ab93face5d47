package dev.tappet.source.azurequeue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.tappet.handler.RejectMessage;
import dev.tappet.runtime.Trigger;
import dev.tappet.support.TappetService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a trigger asks of the service, which bills each request, and in which order it
 * gives a message up.
 */
@ExtendWith(OutputCaptureExtension.class)
class AzureQueueRequestsIT extends StubbedQueue {

	@Test
	void keepsAMessageUntilItsDeadLetterIsWritten() {
		Trigger trigger = start((payload, context) -> {
			this.deliveries.add(payload, context);
			if (payload.startsWith("bad")) {
				throw new RejectMessage("no");
			}
		});
		this.stub.fail(StubFault.forbidden(), StubOperation.PUT);
		send("bad", 1);
		send("m", 10);
		this.deliveries.await(11);
		awaitTold(trigger, "-poison");
		assertThat(this.stub.count(QUEUE)).isGreaterThanOrEqualTo(1);
		assertThat(this.stub.count(QUEUE + "-poison")).isZero();
		this.stub.heal();
		eventually().until(() -> this.stub.count(QUEUE + "-poison") == 1);
		awaitDone();
		awaitHealed(trigger);
		this.deliveries.report("no right to write dead letters", this.sent);
	}

	@Test
	void losesNoDeadLetterThroughResets() {
		start((payload, context) -> {
			this.deliveries.add(payload, context);
			throw new RejectMessage("no");
		});
		this.stub.fail(new StubFault.ResetAfter(), 3, StubOperation.PUT);
		this.stub.fail(new StubFault.ResetAfter(), 3, StubOperation.DELETE);
		send("m", 20);
		awaitDone();
		assertThat(this.stub.count(QUEUE + "-poison")).isBetween(20, 23);
		System.out.printf("  dead letters: %d of %d%n", this.stub.count(QUEUE + "-poison"), 20);
		this.deliveries.reportOnce("reset after the effect at dead letters", this.sent);
	}

	@Test
	void tellsOnceThatItHasMadeAQueue(CapturedOutput output) {
		CountDownLatch gate = new CountDownLatch(1);
		start((payload, context) -> {
			this.deliveries.add(payload, context);
			assertThat(gate.await(1, TimeUnit.MINUTES)).isTrue();
			throw new RejectMessage("no");
		});
		send("m", 10);
		this.deliveries.await(10);
		gate.countDown();
		awaitDone();
		assertThat(this.stub.count(QUEUE + "-poison")).isEqualTo(10);
		assertThat(output.getOut().lines().filter((line) -> line.contains("has made the queue '" + QUEUE + "-poison'")))
			.hasSize(1);
	}

	@Test
	void receivesNoMoreThanItHasPermitsFor() throws InterruptedException {
		CountDownLatch gate = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(16);
		start((payload, context) -> {
			begun.countDown();
			assertThat(gate.await(1, TimeUnit.MINUTES)).isTrue();
			this.deliveries.add(payload, context);
		});
		send("m", 40);
		assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
		Awaitility.await()
			.during(Duration.ofMillis(500))
			.untilAsserted(() -> assertThat(this.stub.hidden(QUEUE)).hasSize(16));
		gate.countDown();
		awaitDone();
		this.deliveries.reportOnce("16 permits", this.sent);
	}

	@Test
	void asksAnIdleQueueMoreAndMoreRarelyAndDeletesSideBySide() {
		TappetService.Builder builder = TappetService.builder()
			.setting("AzureWebJobsStorage", this.stub.connectionString())
			.trigger(TRIGGER, Map.of("azure-queue.queue-name", QUEUE));
		TappetService service = builder.handler(TRIGGER, String.class, this.deliveries::add).start();
		this.services.add(service);
		long before = this.stub.requests(StubOperation.RECEIVE);
		long start = System.nanoTime();
		eventually().until(() -> System.nanoTime() - start > Duration.ofSeconds(4).toNanos());
		long idle = this.stub.requests(StubOperation.RECEIVE) - before;
		System.out.printf("  receives in 4 s of idling: %d%n", idle);
		// After 0.1, 0.3, 0.7, 1.5 and 3.1 s, give or take a fifth.
		assertThat(idle).isBetween(1L, 8L);
		this.stub.setLatency(Duration.ofMillis(20));
		send("m", 100);
		awaitDone();
		System.out.printf("  requests for 100 messages: %d receives, %d deletes, at most %d at once%n",
				this.stub.requests(StubOperation.RECEIVE) - before - idle, this.stub.requests(StubOperation.DELETE),
				this.stub.mostAtOnce(StubOperation.DELETE));
		assertThat(this.stub.requests(StubOperation.DELETE)).isEqualTo(100);
		assertThat(this.stub.mostAtOnce(StubOperation.DELETE)).isGreaterThan(1);
		this.deliveries.reportOnce("an idle queue", this.sent);
	}

}
