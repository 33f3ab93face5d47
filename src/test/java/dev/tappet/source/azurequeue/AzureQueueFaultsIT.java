package dev.tappet.source.azurequeue;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import com.azure.storage.common.sas.SasProtocol;
import dev.tappet.runtime.Trigger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the service does on bad days: it is told with what to do about it, it heals by
 * itself, and nothing is lost.
 */
class AzureQueueFaultsIT extends StubbedQueue {

	/** Has everything go wrong until it was told how to mend it. */
	private void told(String what, Runnable fault, String remedy) {
		Trigger trigger = start(this.deliveries::add);
		send("before", 10);
		awaitDone();
		fault.run();
		send("meanwhile", 20);
		String reason = awaitTold(trigger, remedy);
		this.stub.heal();
		send("after", 10);
		awaitDone();
		awaitHealed(trigger);
		this.deliveries.reportOnce(what, this.sent);
		System.out.println("  told: " + reason);
		assertThat(reason).doesNotContain(StubAuthentication.KEY);
	}

	/** Has some requests go wrong while messages are handled. */
	private void through(String what, StubFault fault, int times, StubOperation operation, int doubled) {
		Trigger trigger = start(this.deliveries::add);
		this.stub.fail(fault, times, operation);
		send("m", 60);
		awaitDone();
		awaitHealed(trigger);
		assertThat(this.stub.faultsLeft()).isZero();
		eventually().until(() -> trigger.counts().completed() == 60);
		this.deliveries.report(what + ", " + times + " times at " + operation, this.sent);
		assertThat(this.deliveries.doubled()).isEqualTo(doubled);
	}

	@Test
	void saysThatTheServiceIsBusy() {
		told("503 ServerBusy", () -> this.stub.fail(StubFault.busy()), "busy");
	}

	@Test
	void saysThatTheServiceHasAnError() {
		told("500 InternalError", () -> this.stub.fail(StubFault.internal()), "500");
	}

	@Test
	void saysThatTheClockIsWrong() {
		told("clock skew", () -> this.stub.skew(Duration.ofMinutes(20)), "clock");
	}

	@Test
	void saysWhichRightIsMissing() {
		told("403", () -> this.stub.fail(StubFault.forbidden()), "Storage Queue Data Contributor");
	}

	@Test
	void saysThatTheServiceCannotBeReached() {
		told("connections reset", () -> this.stub.fail(new StubFault.ResetBefore()), "cannot be reached");
	}

	@Test
	void outlivesThrottlingOfSingleRequests() {
		through("503 ServerBusy", StubFault.busy(), 10, StubOperation.DELETE, 0);
	}

	@Test
	void outlivesResetsBeforeADelete() {
		through("reset before the effect", new StubFault.ResetBefore(), 10, StubOperation.DELETE, 0);
	}

	@Test
	void outlivesResetsAfterADelete() {
		through("reset after the effect", new StubFault.ResetAfter(), 10, StubOperation.DELETE, 0);
	}

	@Test
	void getsBackWhatWasReceivedByNobody() {
		through("reset after the effect", new StubFault.ResetAfter(), 2, StubOperation.RECEIVE, 0);
		assertThat(this.deliveries.attempts()).contains(1, 2);
	}

	@Test
	void outlivesLateAnswers() {
		through("an answer after a second", new StubFault.Late(Duration.ofSeconds(1)), 10, StubOperation.DELETE, 0);
	}

	@Test
	void removesWhatItHasDoneWhenItComesBackWithAnotherReceipt() {
		// The stub only takes the receipt away, so whoever comes next has the message.
		through("stale receipt", new StubFault.Stolen(), 3, StubOperation.DELETE, 0);
	}

	@Test
	void dropsALongOneThatSomebodyElseHas() throws InterruptedException {
		CountDownLatch gate = new CountDownLatch(1);
		Trigger trigger = start((payload, context) -> {
			this.deliveries.add(payload, context);
			if (context.attempt() == 1) {
				assertThat(gate.await(1, TimeUnit.MINUTES)).isTrue();
			}
		});
		this.stub.fail(new StubFault.Stolen(), 1, StubOperation.UPDATE);
		send("m", 1);
		this.deliveries.await(1);
		trigger.pause();
		start(this.deliveries::add);
		eventually().until(() -> this.deliveries.attempts().contains(2));
		awaitDone();
		gate.countDown();
		eventually().until(() -> trigger.inFlight() == 0);
		trigger.resume();
		awaitHealed(trigger);
		this.deliveries.report("stale receipt at a renewal", this.sent);
		assertThat(this.deliveries.attempts()).containsExactly(1, 2);
	}

	@Test
	void waitsUntilADeletedQueueIsGoneAndMakesItAnew() {
		Trigger trigger = start(this.deliveries::add);
		send("before", 10);
		awaitDone();
		this.stub.setDeletion(Duration.ofSeconds(3));
		this.observer.deleteQueue(QUEUE);
		awaitTold(trigger, "being deleted");
		awaitHealed(trigger);
		send("after", 10);
		awaitDone();
		this.deliveries.reportOnce("queue deleted", this.sent);
	}

	@Test
	void saysThatASharedAccessSignatureHasEnded() {
		Trigger trigger = start(signed(), this.deliveries::add).trigger(TRIGGER);
		send("before", 10);
		awaitDone();
		this.stub.fail(StubFault.ended());
		String reason = awaitTold(trigger, "not valid any more");
		send("meanwhile", 10);
		this.stub.heal();
		awaitDone();
		awaitHealed(trigger);
		this.deliveries.reportOnce("SAS ended", this.sent);
		System.out.println("  told: " + reason);
		assertThat(reason).doesNotContain("sig=");
	}

	private String signed() {
		AccountSasSignatureValues values = new AccountSasSignatureValues(OffsetDateTime.now().plusHours(1),
				AccountSasPermission.parse("rwdlacup"), AccountSasService.parse("q"),
				AccountSasResourceType.parse("sco"))
			.setProtocol(SasProtocol.HTTPS_HTTP);
		return "QueueEndpoint=http://127.0.0.1:%d/%s;SharedAccessSignature=%s".formatted(this.stub.port(),
				StubAuthentication.ACCOUNT, this.observer.generateAccountSas(values));
	}

}
