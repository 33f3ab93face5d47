package dev.tappet.source.azurequeue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.tappet.handler.RejectMessage;
import dev.tappet.handler.TriggerContext;
import dev.tappet.runtime.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A step has had its effect and its answer is lost: the client sends it again, and the
 * service refuses the receipt. Nobody else has the message, so nothing is done twice.
 */
@ExtendWith(OutputCaptureExtension.class)
class AzureQueueLostAnswersIT extends StubbedQueue {

	private final CountDownLatch gate = new CountDownLatch(1);

	private void handleLong(String payload, TriggerContext context) throws InterruptedException {
		this.deliveries.add(payload, context);
		assertThat(this.gate.await(1, TimeUnit.MINUTES)).isTrue();
	}

	/** The answers to the next renewals are lost; waits until they were sent. */
	private Trigger loseRenewals(int messages) {
		return disturbRenewals(new StubFault.ResetAfter(), messages);
	}

	private Trigger disturbRenewals(StubFault fault, int messages) {
		Trigger trigger = start(this::handleLong);
		this.stub.fail(fault, messages, StubOperation.UPDATE);
		send("m", messages);
		this.deliveries.await(messages);
		eventually().until(() -> this.stub.faultsLeft() == 0);
		return trigger;
	}

	private List<Integer> taken() {
		return this.stub.hidden(QUEUE).stream().map(StubMessage::dequeueCount).toList();
	}

	@Test
	void removesWhatWasDoneWithoutAReceiptWhenItComesAgain(CapturedOutput output) {
		Trigger trigger = loseRenewals(10);
		eventually().until(() -> output.getOut().contains("no valid receipt of the message"));
		this.gate.countDown();
		awaitDone();
		eventually().until(() -> trigger.counts().completed() == 10);
		this.deliveries.reportOnce("the answer to a renewal lost, done before the lease ends", this.sent);
		assertThat(output.getOut().lines().filter((line) -> line.contains("no valid receipt"))).hasSize(1);
	}

	@Test
	void goesOnWithALongOneThatComesAgain() {
		Trigger trigger = loseRenewals(1);
		eventually().until(() -> taken().equals(List.of(2)));
		long renewals = this.stub.requests(StubOperation.UPDATE);
		eventually().until(() -> this.stub.requests(StubOperation.UPDATE) >= renewals + 2);
		this.gate.countDown();
		awaitDone();
		eventually().until(() -> trigger.counts().completed() == 1);
		this.deliveries.reportOnce("the answer to a renewal lost, done after it came again", this.sent);
	}

	@Test
	void goesOnWithALongOneThatIsSaidNotToBeThere() {
		// The service may say so of a receipt that is not the newest.
		Trigger trigger = disturbRenewals(
				new StubFault.Refused(404, "MessageNotFound", "The specified message does not exist.", ""), 1);
		eventually().until(() -> taken().equals(List.of(2)));
		this.gate.countDown();
		awaitDone();
		eventually().until(() -> trigger.counts().completed() == 1);
		this.deliveries.reportOnce("a message that is said not to be there at a renewal", this.sent);
	}

	@Test
	void goesOnWithALongOneThatCouldNotBeRenewedInTime() {
		Trigger trigger = start(this::handleLong);
		this.stub.fail(StubFault.busy(), StubOperation.UPDATE);
		send("m", 3);
		this.deliveries.await(3);
		eventually().until(() -> taken().equals(List.of(2, 2, 2)));
		this.stub.heal();
		this.gate.countDown();
		awaitDone();
		awaitHealed(trigger);
		this.deliveries.reportOnce("no renewal before the lease ends", this.sent);
	}

	@Test
	void countsARetryWhoseAnswerIsLost() {
		Trigger trigger = start((payload, context) -> {
			this.deliveries.add(payload, context);
			if (context.attempt() == 1) {
				throw new IllegalStateException("not yet");
			}
		});
		this.stub.fail(new StubFault.ResetAfter(), 10, StubOperation.UPDATE);
		send("m", 10);
		eventually().until(() -> this.deliveries.attempts().stream().filter((attempt) -> attempt == 2).count() == 10);
		awaitDone();
		assertThat(trigger.counts().retried()).isEqualTo(10);
		assertThat(this.deliveries.attempts()).hasSize(20);
		this.deliveries.report("the answer to a retry lost, each twice by its retry", this.sent);
	}

	@Test
	void writesOneDeadLetterOfWhatHasNoReceipt() {
		Trigger trigger = start((payload, context) -> {
			handleLong(payload, context);
			throw new RejectMessage("no");
		});
		this.stub.fail(new StubFault.ResetAfter(), 5, StubOperation.UPDATE);
		send("m", 5);
		this.deliveries.await(5);
		eventually().until(() -> this.stub.faultsLeft() == 0);
		this.gate.countDown();
		awaitDone();
		eventually().until(() -> trigger.counts().deadLettered() == 5);
		assertThat(this.stub.count(QUEUE + "-poison")).isEqualTo(5);
		this.deliveries.reportOnce("the answer to a renewal lost, then rejected", this.sent);
	}

}
