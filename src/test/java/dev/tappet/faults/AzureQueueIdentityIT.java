package dev.tappet.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tappet.source.azurequeue.QueueServiceStub;
import dev.tappet.support.Certificates;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that may use Azure's queues by an identity. That of the machine is known by
 * variables of their environment, and asked for tokens as in an App Service; those of
 * applications and workloads ask a token service. Tokens are sent over TLS alone.
 */
class AzureQueueIdentityIT {

	private static final String HEADER = "header-of-the-machine";

	private static Certificates certificates;

	private static ExecutorService threads;

	private final Set<String> tokens = ConcurrentHashMap.newKeySet();

	private final Set<String> queries = ConcurrentHashMap.newKeySet();

	private final QueueServiceStub stub = QueueServiceStub.startSecured(certificates.server(Certificates.SERVER),
			this.tokens::contains);

	private volatile boolean known = true;

	private HttpServer identities;

	@BeforeAll
	static void makeCertificates(@TempDir Path folder) {
		certificates = Certificates.in(folder);
		threads = Executors.newVirtualThreadPerTaskExecutor();
	}

	@AfterAll
	static void endThreads() {
		threads.close();
	}

	@BeforeEach
	void startIdentities() {
		try {
			this.identities = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.identities.setExecutor(threads);
		this.identities.createContext("/msi/token", this::grant);
		this.identities.start();
	}

	@AfterEach
	void stop() {
		this.identities.stop(0);
		this.stub.close();
	}

	private void grant(HttpExchange exchange) throws IOException {
		String query = exchange.getRequestURI().getQuery();
		this.queries.add(query);
		if (this.known && HEADER.equals(exchange.getRequestHeaders().getFirst("X-IDENTITY-HEADER"))
				&& query.contains("resource=https://storage.azure.com")) {
			String token = "token-" + this.tokens.size();
			this.tokens.add(token);
			long end = Instant.ofEpochMilli(System.currentTimeMillis()).plus(Duration.ofHours(1)).getEpochSecond();
			EntraStub.answer(exchange, 200,
					"""
							{"access_token":"%s","expires_on":"%d","resource":"https://storage.azure.com","token_type":"Bearer"}"""
						.formatted(token, end));
		}
		else {
			EntraStub.answer(exchange, 400, """
					{"statusCode":400,"message":"No managed identity was found for the specified client id."}""");
		}
	}

	private WorkerProcess.Setup setup(Path folder) {
		return WorkerProcess.in(folder)
			.jvm(certificates.trustOptions())
			.environment("IDENTITY_ENDPOINT",
					"http://127.0.0.1:" + this.identities.getAddress().getPort() + "/msi/token")
			.environment("IDENTITY_HEADER", HEADER);
	}

	private WorkerProcess.Setup queue(WorkerProcess.Setup setup, String queue, String... keys) {
		String connection = "tappet.connections." + queue + ".azure-storage.";
		setup.set("%squeue-service-uri=https://127.0.0.1:%d/devstoreaccount1".formatted(connection, this.stub.port()));
		for (String key : keys) {
			setup.set(connection + key);
		}
		return setup.set("tappet.triggers." + queue + ".handler=work")
			.set("tappet.triggers." + queue + ".connection=" + queue)
			.set("tappet.triggers." + queue + ".azure-queue.queue-name=" + queue)
			.set("tappet.triggers." + queue + ".azure-queue.max-polling-interval=200ms");
	}

	private void send(String queue, int messages) {
		this.stub.fill(queue, messages,
				Base64.getEncoder().encodeToString((queue + ";ok").getBytes(StandardCharsets.UTF_8)));
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(50));
	}

	private static long handled(Path folder) {
		return Journal.readAll(folder).stream().filter(Journal.Invocation::succeeded).count();
	}

	@Test
	void usesTheIdentityOfTheMachineWhetherItIsNamedOrFound() {
		Path folder = folder("named");
		send("named", 20);
		send("found", 20);
		WorkerProcess.Setup setup = queue(setup(folder), "named", "credential=managedidentity",
				"client-id=one-of-many");
		try (WorkerProcess worker = queue(setup, "found").start("identified")) {
			eventually().until(() -> handled(folder) == 40);
			eventually().until(() -> this.stub.count("named") + this.stub.count("found") == 0);
			assertThat(this.queries).anyMatch((query) -> query.contains("client_id=one-of-many"))
				.anyMatch((query) -> !query.contains("client_id"));
			assertThat(List.of(worker.log())).noneMatch((log) -> this.tokens.stream().anyMatch(log::contains));
			System.out.printf("Azure queue, identity of the machine: sent 40, handled %d%n", handled(folder));
		}
	}

	@Test
	void tellsThatItHasNoTokenAndGoesOnWhenItHas() {
		Path folder = folder("refused");
		send("refused", 10);
		this.known = false;
		try (WorkerProcess worker = queue(setup(folder), "refused", "credential=managedidentity").launch("unknown")) {
			eventually().until(
					() -> worker.log().contains("No token could be had for the identity of the connection 'refused'"));
			assertThat(handled(folder)).isZero();
			this.known = true;
			eventually().until(() -> handled(folder) == 10);
			eventually().until(() -> this.stub.count("refused") == 0);
			System.out.printf("Azure queue, identity refused at first: sent 10, handled %d%n", handled(folder));
		}
	}

	@Test
	void usesApplicationsAndWorkloads() throws IOException {
		Path folder = folder("applications");
		Path assertion = Files.writeString(folder.resolve("assertion"), EntraStub.ASSERTION);
		List<String> queues = List.of("secret", "workload", "environment", "first");
		queues.forEach((queue) -> send(queue, 10));
		try (EntraStub entra = entra()) {
			WorkerProcess.Setup setup = WorkerProcess.in(folder)
				.jvm(certificates.trustOptions())
				.environment("AZURE_AUTHORITY_HOST", entra.address())
				.environment("AZURE_CLIENT_ID", EntraStub.CLIENT)
				.environment("AZURE_TENANT_ID", EntraStub.TENANT)
				.environment("AZURE_CLIENT_SECRET", EntraStub.SECRET)
				.environment("AZURE_FEDERATED_TOKEN_FILE", assertion.toString());
			queue(setup, "secret", application(entra));
			queue(setup, "workload", "credential=workloadidentity");
			queue(setup, "environment", "credential=environment");
			try (WorkerProcess worker = queue(setup, "first").start("application")) {
				eventually().until(() -> handled(folder) == 40);
				eventually().until(() -> queues.stream().allMatch((queue) -> this.stub.count(queue) == 0));
				assertThat(entra.proofs()).containsExactlyInAnyOrder("secret", "assertion");
				assertThat(worker.log()).doesNotContain(EntraStub.SECRET).doesNotContain(EntraStub.ASSERTION);
				assertThat(this.tokens).noneMatch(worker.log()::contains);
				System.out.printf("Azure queues, secret, workload, environment and first found: sent 40, handled %d%n",
						handled(folder));
			}
		}
	}

	@Test
	void tellsThatASecretIsRefusedAndGoesOnWhenItIsNot() {
		Path folder = folder("secret");
		send("late", 10);
		try (EntraStub entra = entra()) {
			entra.knows(false);
			WorkerProcess.Setup setup = WorkerProcess.in(folder).jvm(certificates.trustOptions());
			try (WorkerProcess worker = queue(setup, "late", application(entra)).launch("refused")) {
				eventually().until(
						() -> worker.log().contains("No token could be had for the identity of the connection 'late'"));
				assertThat(handled(folder)).isZero();
				entra.knows(true);
				eventually().until(() -> handled(folder) == 10);
				assertThat(worker.log()).doesNotContain(EntraStub.SECRET);
				System.out.printf("Azure queue, secret refused at first: sent 10, handled %d%n", handled(folder));
			}
		}
	}

	private EntraStub entra() {
		return new EntraStub(certificates.server(Certificates.SERVER), this.tokens);
	}

	private static String[] application(EntraStub entra) {
		return new String[] { "credential=clientsecret", "client-id=" + EntraStub.CLIENT,
				"tenant-id=" + EntraStub.TENANT, "client-secret=" + EntraStub.SECRET,
				"authority-host=" + entra.address() };
	}

	private static Path folder(String name) {
		Path folder = Processes.folder(AzureQueueIdentityIT.class).resolve(name);
		assertThat(folder.toFile().mkdirs()).isTrue();
		return folder;
	}

}
