package dev.tappet.source.azurequeue;

import java.io.IOException;
import java.time.Duration;

import com.azure.core.util.ClientOptions;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.models.QueueItem;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The stub does what the service does, and what the service does on bad days.
 */
class QueueServiceStubTests extends QueueServiceProtocol {

	private final QueueServiceStub stub = QueueServiceStub.start();

	@AfterEach
	void end() {
		this.stub.close();
	}

	@Override
	TestedService service() {
		return this.stub;
	}

	/** Azurite does not understand how the client asks for these. */
	@Test
	void listsItsQueuesAndItsSettings() {
		QueueServiceClient client = client(this.stub.connectionString());
		assertThat(client.listQueues()).extracting(QueueItem::getName).containsExactly(queue().getQueueName());
		assertThat(client.getProperties()).isNotNull();
	}

	@Test
	void refusesOnDemand() {
		this.stub.fail(StubFault.busy(), 1, StubOperation.PUT);
		this.stub.fail(StubFault.internal(), 1, StubOperation.RECEIVE);
		assertRefused(503, "ServerBusy", () -> queue().sendMessage("m"));
		assertRefused(500, "InternalError", () -> queue().receiveMessage());
		assertThat(this.stub.faultsLeft()).isZero();
		queue().sendMessage("m");
		assertThat(queue().receiveMessage()).isNotNull();
	}

	@Test
	void refusesEverythingUntilItIsHealed() {
		this.stub.fail(StubFault.forbidden());
		for (int i = 0; i < 3; i++) {
			assertRefused(403, "AuthorizationPermissionMismatch", () -> queue().getProperties());
		}
		this.stub.heal();
		assertThat(queue().getProperties().getApproximateMessagesCountLong()).isZero();
	}

	@Test
	void refusesWhoseClockIsWrong() {
		this.stub.skew(Duration.ofMinutes(20));
		assertThatExceptionOfType(QueueStorageException.class).isThrownBy(() -> queue().sendMessage("m"))
			.withMessageContaining("Request date header too old");
		this.stub.heal();
		queue().sendMessage("m");
	}

	@Test
	void resetsConnectionsBeforeAndAfterTheEffect() {
		this.stub.fail(new StubFault.ResetBefore(), 1, StubOperation.PUT);
		assertThatException().isThrownBy(() -> queue().sendMessage("m")).withRootCauseInstanceOf(IOException.class);
		assertThat(queue().getProperties().getApproximateMessagesCountLong()).isZero();
		this.stub.fail(new StubFault.ResetAfter(), 1, StubOperation.PUT);
		assertThatException().isThrownBy(() -> queue().sendMessage("m")).withRootCauseInstanceOf(IOException.class);
		assertThat(queue().getProperties().getApproximateMessagesCountLong()).isEqualTo(1);
	}

	@Test
	void answersLate() {
		this.stub.setLatency(Duration.ofMillis(5));
		this.stub.fail(new StubFault.Late(Duration.ofMillis(100)), 1, StubOperation.PUT);
		long start = System.nanoTime();
		queue().sendMessage("m");
		assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(105).toNanos());
	}

	@Test
	void givesAMessageToSomebodyElse() {
		queue().sendMessage("m");
		QueueMessageItem held = receiveOne(Duration.ofMinutes(1));
		this.stub.fail(new StubFault.Stolen(), 1, StubOperation.DELETE);
		assertRefused(400, "PopReceiptMismatch",
				() -> queue().deleteMessage(held.getMessageId(), held.getPopReceipt()));
		assertThat(this.stub.hidden(queue().getQueueName())).hasSize(1);
	}

	@Test
	void hidesNothingBeyondItsEnd() {
		send("m", null, Duration.ofMinutes(1));
		QueueMessageItem held = receiveOne(Duration.ofSeconds(10));
		assertRefused(400, "OutOfRangeQueryParameterValue",
				() -> queue().updateMessage(held.getMessageId(), held.getPopReceipt(), null, Duration.ofMinutes(2)));
	}

	@Test
	void doesNotGiveTheNameOfADeletedQueueAwayAtOnce() {
		this.stub.setDeletion(Duration.ofSeconds(30));
		queue().delete();
		assertRefused(409, "QueueBeingDeleted", () -> queue().create());
		this.stub.pass(Duration.ofSeconds(30));
		queue().create();
	}

	@Test
	void countsRequestsButThoseOfAnObserver() {
		queue().sendMessage("m");
		queue().sendMessage("m");
		this.stub.fail(StubFault.busy());
		QueueClient observer = new QueueClientBuilder().connectionString(this.stub.connectionString())
			.queueName(queue().getQueueName())
			.clientOptions(new ClientOptions().setApplicationId(QueueServiceStub.OBSERVER))
			.buildClient();
		observer.sendMessage("m");
		assertThat(this.stub.requests(StubOperation.PUT)).isEqualTo(2);
		assertThat(this.stub.requests(StubOperation.PUT, StubOperation.CREATE_QUEUE)).isEqualTo(3);
		assertThat(this.stub.mostAtOnce(StubOperation.PUT)).isEqualTo(1);
	}

}
