package dev.tappet.source.azurequeue;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.azure.core.util.ClientOptions;
import com.azure.core.util.Context;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import com.azure.storage.common.sas.SasProtocol;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import com.azure.storage.queue.models.SendMessageResult;
import com.azure.storage.queue.models.UpdateMessageResult;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the queue service does with queues and with whoever asks, as its own client sees
 * it.
 */
abstract class QueueProtocol {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	static final Duration LEASE = Duration.ofSeconds(1);

	private QueueServiceClient service;

	private QueueClient queue;

	abstract TestedService service();

	@BeforeEach
	void makeAQueue() {
		this.service = client(TestedService.connectionString(service().port()));
		this.queue = this.service.createQueue("orders-" + NUMBERS.incrementAndGet());
	}

	/** A client that tries nothing twice. */
	static QueueServiceClient client(String connection) {
		return new QueueServiceClientBuilder().connectionString(connection)
			.retryOptions(once())
			.clientOptions(new ClientOptions().setApplicationId("tested"))
			.buildClient();
	}

	private static RequestRetryOptions once() {
		return new RequestRetryOptions(RetryPolicyType.FIXED, 1, 30, null, null, null);
	}

	final QueueClient queue() {
		return this.queue;
	}

	static void assertRefused(int status, String code, ThrowingCallable call) {
		assertThatExceptionOfType(QueueStorageException.class).isThrownBy(call).satisfies((ex) -> {
			assertThat(ex.getStatusCode()).isEqualTo(status);
			assertThat(ex.getErrorCode()).hasToString(code);
			assertThat(ex.getServiceMessage()).contains("RequestId:", "Time:");
		});
	}

	final SendMessageResult send(String text, @Nullable Duration hidden, @Nullable Duration life) {
		return this.queue.sendMessageWithResponse(text, hidden, life, null, Context.NONE).getValue();
	}

	final List<QueueMessageItem> receive(int most) {
		return receive(most, LEASE);
	}

	final List<QueueMessageItem> receive(int most, Duration lease) {
		return this.queue.receiveMessages(most, lease, null, Context.NONE).stream().toList();
	}

	final QueueMessageItem receiveOne(Duration lease) {
		return receive(1, lease).getFirst();
	}

	@Test
	void makesAQueueOnce() {
		QueueClient another = this.service.getQueueClient("one-more-" + NUMBERS.incrementAndGet());
		assertThat(another.createWithResponse(null, null, Context.NONE).getStatusCode()).isEqualTo(201);
		assertThat(another.createWithResponse(null, null, Context.NONE).getStatusCode()).isEqualTo(204);
		assertRefused(409, "QueueAlreadyExists",
				() -> this.queue.createWithResponse(Map.of("owner", "other"), null, Context.NONE));
	}

	@Test
	void refusesNamesThatBreakItsRule() {
		assertRefused(400, "InvalidResourceName", () -> this.service.createQueue("two--hyphens"));
		assertRefused(400, "InvalidResourceName", () -> this.service.createQueue("Upper"));
		assertRefused(400, "OutOfRangeInput", () -> this.service.createQueue("ab"));
		assertRefused(400, "OutOfRangeInput", () -> this.service.createQueue("a".repeat(64)));
	}

	@Test
	void deletesAQueueWithAllThatIsInIt() {
		send("m", null, null);
		QueueMessageItem held = receiveOne(LEASE);
		this.queue.delete();
		assertRefused(404, "QueueNotFound", () -> this.queue.sendMessage("m"));
		assertRefused(404, "QueueNotFound", () -> receive(1));
		assertRefused(404, "QueueNotFound", () -> this.queue.peekMessage());
		assertRefused(404, "QueueNotFound", () -> this.queue.getProperties());
		assertRefused(404, "QueueNotFound", () -> this.queue.clearMessages());
		assertRefused(404, "QueueNotFound", () -> this.queue.deleteMessage(held.getMessageId(), held.getPopReceipt()));
		assertRefused(404, "QueueNotFound",
				() -> this.queue.updateMessage(held.getMessageId(), held.getPopReceipt(), null, LEASE));
		assertThat(this.queue.deleteIfExists()).isFalse();
		this.queue.create();
		assertThat(receive(1)).isEmpty();
	}

	@Test
	void keepsMetadata() {
		this.queue.setMetadata(Map.of("owner", "sales"));
		assertThat(this.queue.getProperties().getMetadata()).containsExactly(Map.entry("owner", "sales"));
		this.queue.setMetadata(Map.of());
		assertThat(this.queue.getProperties().getMetadata()).isEmpty();
	}

	@Test
	void clearsAQueue() {
		send("m", null, null);
		send("n", null, null);
		receive(1);
		this.queue.clearMessages();
		assertThat(this.queue.getProperties().getApproximateMessagesCountLong()).isZero();
	}

	@Test
	void refusesAWrongKey() {
		String connection = TestedService.connectionString(service().port()).replace("AccountKey=E", "AccountKey=F");
		QueueClient stranger = client(connection).getQueueClient(this.queue.getQueueName());
		assertRefused(403, "AuthenticationFailed", () -> stranger.getProperties());
	}

	@Test
	void takesASharedAccessSignatureUntilItEnds() {
		QueueClient reader = signed("r", OffsetDateTime.now().plusMinutes(5));
		assertThat(reader.getProperties().getApproximateMessagesCountLong()).isZero();
		assertRefused(403, "AuthorizationPermissionMismatch", () -> reader.sendMessage("m"));
		QueueClient late = signed("rap", OffsetDateTime.now().minusMinutes(5));
		assertRefused(403, "AuthenticationFailed", () -> late.getProperties());
		QueueClient worker = signed("raup", OffsetDateTime.now().plusMinutes(5));
		worker.sendMessage("m");
		QueueMessageItem received = worker.receiveMessage();
		UpdateMessageResult updated = worker.updateMessage(received.getMessageId(), received.getPopReceipt(), null,
				Duration.ZERO);
		worker.deleteMessage(received.getMessageId(), updated.getPopReceipt());
	}

	private QueueClient signed(String permissions, OffsetDateTime end) {
		AccountSasSignatureValues values = new AccountSasSignatureValues(end, AccountSasPermission.parse(permissions),
				AccountSasService.parse("q"), AccountSasResourceType.parse("sco"))
			.setProtocol(SasProtocol.HTTPS_HTTP);
		String endpoint = "http://127.0.0.1:%d/%s".formatted(service().port(), StubAuthentication.ACCOUNT);
		return new QueueServiceClientBuilder().endpoint(endpoint)
			.sasToken(this.service.generateAccountSas(values))
			.retryOptions(once())
			.buildClient()
			.getQueueClient(this.queue.getQueueName());
	}

}
