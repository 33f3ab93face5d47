package dev.tappet.source.azurequeue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.azure.core.util.ClientOptions;
import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.azure.storage.queue.models.PeekedMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import dev.tappet.faults.FaultyProxy;
import dev.tappet.source.Broker;
import dev.tappet.support.TappetService;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Azure's queues, as the conformance suite uses them. Tests talk to the service directly,
 * and triggers through proxies that can be cut.
 */
final class AzureQueueBroker implements Broker {

	/**
	 * Long enough for what is done while the broker is away, short enough to wait for.
	 */
	static final Duration LEASE = Duration.ofSeconds(8);

	private static final JsonMapper JSON = new JsonMapper();

	private static final Base64.Decoder BASE64 = Base64.getDecoder();

	private final TestedService service;

	private final boolean own;

	private final QueueServiceClient client;

	private final FaultyProxy one;

	private final FaultyProxy two;

	/** The queues that there may be: Azurite does not list them for this client. */
	private final Set<String> used = new HashSet<>();

	private FaultyProxy proxy;

	private AzureQueueBroker(TestedService service, boolean own) {
		this.service = service;
		this.own = own;
		this.one = FaultyProxy.to(service.port());
		this.two = FaultyProxy.to(service.port());
		this.proxy = this.one;
		this.client = observer(service.port());
	}

	/** A client of a test's own. */
	static QueueServiceClient observer(int port) {
		return new QueueServiceClientBuilder().connectionString(TestedService.connectionString(port))
			.clientOptions(new ClientOptions().setApplicationId(QueueServiceStub.OBSERVER))
			.buildClient();
	}

	/** On a stub, which ends with it. */
	static AzureQueueBroker onStub() {
		return new AzureQueueBroker(QueueServiceStub.start(), true);
	}

	/** On a service that there is. */
	static AzureQueueBroker on(TestedService service) {
		return new AzureQueueBroker(service, false);
	}

	/** A client of the service itself. */
	QueueServiceClient client() {
		return this.client;
	}

	QueueClient queue(String name) {
		QueueClient queue = this.client.getQueueClient(name);
		this.used.addAll(List.of(name, name + "-poison"));
		queue.createIfNotExists();
		return queue;
	}

	/** Where triggers are sent to. */
	String connectionString() {
		return TestedService.connectionString(this.proxy.port());
	}

	@Override
	public void connect(TappetService.Builder service) {
		service.setting("AzureWebJobsStorage", connectionString());
	}

	@Override
	public Map<String, Object> reading(String... queues) {
		this.used.addAll(List.of(queues[0], queues[0] + "-poison"));
		return Map.of("azure-queue.queue-name", queues[0], "azure-queue.max-polling-interval", "200ms",
				"azure-queue.lease", LEASE.toSeconds() + "s");
	}

	@Override
	public Map<String, Object> readingAtMost(int count) {
		return Map.of("azure-queue.batch-size", count);
	}

	@Override
	public Map<String, Object> lookingRarely() {
		return Map.of("azure-queue.max-polling-interval", "1s");
	}

	@Override
	public int largest() {
		return 48 << 10;
	}

	@Override
	public void send(String queue, List<byte[]> payloads) {
		QueueClient there = queue(queue);
		payloads.forEach((payload) -> there.sendMessage(Base64.getEncoder().encodeToString(payload)));
	}

	@Override
	public long unfinished(String trigger, String queue) {
		try {
			return this.client.getQueueClient(queue).getProperties().getApproximateMessagesCountLong();
		}
		catch (QueueStorageException ex) {
			if (ex.getStatusCode() == 404) {
				return 0;
			}
			throw ex;
		}
	}

	@Override
	public List<Letter> deadLetters(String trigger, String queue) {
		return letters(queue).stream().map(AzureQueueBroker::letter).toList();
	}

	/** The oldest dead letters, as they lie in their queue. */
	List<PeekedMessageItem> letters(String queue) {
		try {
			return this.client.getQueueClient(queue + "-poison").peekMessages(32, null, Context.NONE).stream().toList();
		}
		catch (QueueStorageException ex) {
			if (ex.getStatusCode() == 404) {
				return List.of();
			}
			throw ex;
		}
	}

	/** A dead letter by its form: its JSON is encoded as the messages of its queue. */
	static Letter letter(PeekedMessageItem message) {
		JsonNode json = JSON.readTree(BASE64.decode(message.getBody().toString()));
		byte[] payload = json.has("payload") ? json.path("payload").asString().getBytes(StandardCharsets.UTF_8)
				: BASE64.decode(json.path("raw").asString());
		return new Letter(json.path("tappet-trigger").asString(), json.path("tappet-source").asString(),
				json.path("tappet-id").asString(), json.path("tappet-attempts").asInt(),
				json.path("tappet-reason").asString(), Instant.parse(json.path("tappet-failed-at").asString()),
				payload);
	}

	@Override
	public void assertSettled() {
		// A queue keeps nothing but messages.
	}

	@Override
	public void assertNothingLeft(String instance) {
		if (this.service instanceof QueueServiceStub stub) {
			long before = stub.requests(StubOperation.values());
			Awaitility.await()
				.during(Duration.ofMillis(300))
				.untilAsserted(() -> assertThat(stub.requests(StubOperation.values())).isEqualTo(before));
		}
	}

	@Override
	public void clear() {
		this.used.stream().map(this.client::getQueueClient).forEach(QueueClient::deleteIfExists);
	}

	@Override
	public void breakIt() {
		this.one.refuse();
		this.two.refuse();
	}

	@Override
	public void cutOff() {
		this.one.refuse();
		this.proxy = this.two;
	}

	@Override
	public void mend() {
		this.one.heal();
		this.two.heal();
	}

	@Override
	public void close() {
		List.of(this.one, this.two).forEach(FaultyProxy::close);
		if (this.own) {
			this.service.close();
		}
		else {
			clear();
		}
	}

}
