package dev.tappet.source.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.tappet.embedded.RedisProcess;
import dev.tappet.runtime.TriggerState;
import dev.tappet.support.Certificates;
import dev.tappet.support.TappetService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What keeps a connection from being made is told as what it is, with the key to set: one
 * service with a connection for each mistake.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedConnectionsIT {

	private final Queue<AutoCloseable> servers = new ConcurrentLinkedQueue<>();

	private TappetService service;

	@BeforeAll
	void start(@TempDir Path folder) throws IOException {
		Certificates certificates = Certificates.in(folder);
		TappetService.Builder builder = TappetService.builder()
			.setting("spring.ssl.bundle.pem.trusting.truststore.certificate",
					certificates.certificate(Certificates.AUTHORITY))
			.setting("spring.ssl.bundle.pem.mistaken.truststore.certificate",
					certificates.certificate(Certificates.STRANGER))
			.setting("spring.ssl.bundle.pem.newest.truststore.certificate",
					certificates.certificate(Certificates.AUTHORITY))
			.setting("spring.ssl.bundle.pem.newest.options.enabled-protocols", "TLSv1.3")
			.handler("handler", String.class, (payload, context) -> {
			});
		builder
			.setting("spring.ssl.bundle.pem.known.truststore.certificate",
					certificates.certificate(Certificates.AUTHORITY))
			.setting("spring.ssl.bundle.pem.known.keystore.certificate", certificates.certificate(Certificates.CLIENT))
			.setting("spring.ssl.bundle.pem.known.keystore.private-key", certificates.key(Certificates.CLIENT));
		int plain = redis(folder.resolve("plain"));
		int tls = tls(folder.resolve("tls"), certificates, Certificates.SERVER, false);
		int elsewhere = tls(folder.resolve("elsewhere"), certificates, Certificates.ELSEWHERE, false);
		int strict = tls(folder.resolve("strict"), certificates, Certificates.SERVER, true);
		int older = tls(folder.resolve("older"), certificates, Certificates.SERVER, false, "--tls-protocols",
				"TLSv1.2");
		int secret = redis(folder.resolve("secret"), "--requirepass", "secret");
		connection(builder, "nothing", Map.of("port", unused()));
		connection(builder, "unknown-host", Map.of("host", "no-such-host.invalid"));
		connection(builder, "wrong-authority", Map.of("port", tls, "ssl.bundle", "mistaken"));
		connection(builder, "no-authority", Map.of("port", tls, "ssl.enabled", true));
		connection(builder, "wrong-name", Map.of("port", elsewhere, "ssl.bundle", "trusting"));
		connection(builder, "no-client-certificate", Map.of("port", strict, "ssl.bundle", "trusting"));
		connection(builder, "other-protocol", Map.of("port", older, "ssl.bundle", "newest"));
		connection(builder, "tls-to-plain", Map.of("port", plain, "ssl.bundle", "trusting"));
		connection(builder, "plain-to-tls", Map.of("port", tls));
		connection(builder, "no-password", Map.of("port", secret));
		connection(builder, "wrong-password", Map.of("port", secret, "password", "guess"));
		connection(builder, "unknown-user", Map.of("port", secret, "username", "nobody", "password", "guess"));
		connection(builder, "right", Map.of("port", older, "ssl.bundle", "trusting"));
		connection(builder, "mutual", Map.of("port", strict, "ssl.bundle", "known"));
		connection(builder, "no-database", Map.of("port", plain, "database", "99"));
		connection(builder, "too-many", Map.of("port", saying("-ERR max number of clients reached\r\n")));
		connection(builder, "protected",
				Map.of("port", saying("-DENIED Redis is running in protected mode because protected mode is "
						+ "enabled and no password is set for the default user.\r\n")));
		connection(builder, "web", Map.of("port", saying("HTTP/1.1 400 Bad Request\r\n\r\n")));
		connection(builder, "silent", Map.of("port", saying(""), "connect-timeout", "500ms"));
		this.service = builder.startAnyway();
	}

	private static void connection(TappetService.Builder builder, String name, Map<String, ?> settings) {
		String prefix = "tappet.connections." + name + ".";
		builder.setting(prefix + "host", "127.0.0.1");
		settings.forEach((key, value) -> builder.setting(prefix + key, value));
		builder.trigger("on-" + name, Map.of("redis-stream.key", "orders", "connection", name, "handler", "handler"));
	}

	private int redis(Path folder, String... options) throws IOException {
		RedisProcess process = RedisProcess.keepingIn(Files.createDirectories(folder), options);
		this.servers.add(process);
		process.launch();
		return process.port();
	}

	private int tls(Path folder, Certificates certificates, String name, boolean clientsToo, String... more)
			throws IOException {
		int port = unused();
		List<String> options = new ArrayList<>(certificates.options(name, port, clientsToo));
		options.addAll(List.of(more));
		redis(folder, options.toArray(String[]::new));
		return port;
	}

	private static int unused() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * A server that says one thing to everybody and hangs up; or says nothing, and does
	 * not.
	 */
	private int saying(String line) throws IOException {
		ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.servers.add(listening);
		Thread.ofVirtual().start(() -> {
			while (!listening.isClosed()) {
				try {
					Socket client = listening.accept();
					// One that nobody holds is closed when the memory is cleaned.
					this.servers.add(client);
					client.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
					if (!line.isEmpty()) {
						client.shutdownOutput();
						client.getInputStream().readNBytes(1);
						client.close();
					}
				}
				catch (IOException ex) {
					// The next one may work.
				}
			}
		});
		return listening.getLocalPort();
	}

	@AfterAll
	void stop() throws Exception {
		if (this.service != null) {
			this.service.close();
		}
		for (AutoCloseable server : this.servers) {
			server.close();
		}
	}

	private String reason(String trigger) {
		String reason = Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> Objects.requireNonNullElse(this.service.trigger(trigger).reason(), ""),
					(text) -> text.contains("127.0.0.1") || text.contains(".invalid"));
		System.out.println(trigger + ": " + reason);
		return reason;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			nothing               | does not answer; start it, or set tappet.connections.nothing.url
			unknown-host          | is not known here; correct tappet.connections.unknown-host.url
			wrong-authority       | is not trusted here; set tappet.connections.wrong-authority.ssl.bundle
			no-authority          | is not trusted here; set tappet.connections.no-authority.ssl.bundle
			wrong-name            | is for another host; name a host in tappet.connections.wrong-name.url
			no-client-certificate | asks for a client certificate
			other-protocol        | agrees to no TLS version or cipher
			tls-to-plain          | tappet.connections.tls-to-plain.ssl.enabled to false
			plain-to-tls          | set tappet.connections.plain-to-tls.ssl.enabled
			no-password           | it wants a password; set tappet.connections.no-password.password
			wrong-password        | refuses the credentials; correct tappet.connections.wrong-password.password
			unknown-user          | refuses the credentials; correct tappet.connections.unknown-user.password
			no-database           | correct tappet.connections.no-database.database
			too-many              | takes no more clients; raise its maxclients
			protected             | is in protected mode
			web                   | is no Redis; correct tappet.connections.web.url
			silent                | does not answer; start it, or set tappet.connections.silent.url
			""")
	void isToldAsWhatItIs(String connection, String told) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(reason("on-" + connection)).contains(told)
				.doesNotContain("spring.data.redis", "guess"));
	}

	@Test
	void reachesWhatIsRight() {
		for (String trigger : List.of("on-right", "on-mutual")) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> this.service.trigger(trigger).state() == TriggerState.RUNNING);
		}
	}

}
