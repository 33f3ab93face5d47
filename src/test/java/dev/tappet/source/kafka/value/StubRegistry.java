package dev.tappet.source.kafka.value;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tappet.source.kafka.connection.SchemaRegistry;
import dev.tappet.source.kafka.connection.Secret;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A registry that answers what a test has told it.
 */
final class StubRegistry implements AutoCloseable {

	private static final String UNKNOWN = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

	private final HttpServer server;

	private final Map<String, Answer> answers = new ConcurrentHashMap<>();

	/** What was asked, with the credentials. */
	final List<String> asked = new CopyOnWriteArrayList<>();

	/**
	 * An answer.
	 *
	 * @param status the status
	 * @param body the body
	 */
	private record Answer(int status, String body) {
	}

	StubRegistry() {
		this(null);
	}

	/**
	 * Begins to answer.
	 * @param certificates what to encrypt with, or {@code null}
	 */
	StubRegistry(@Nullable SSLContext certificates) {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		try {
			if (certificates != null) {
				HttpsServer encrypting = HttpsServer.create(address, 10);
				encrypting.setHttpsConfigurator(new HttpsConfigurator(certificates));
				this.server = encrypting;
			}
			else {
				this.server = HttpServer.create(address, 10);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().getRawPath();
			this.asked.add(path + " " + exchange.getRequestHeaders().getFirst("Authorization"));
			Answer answer = this.answers.getOrDefault(path, new Answer(404, UNKNOWN));
			byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(answer.status(), body.length);
			exchange.getResponseBody().write(body);
		}
	}

	StubRegistry schema(int id, String schema) {
		return answer("/schemas/ids/" + id, 200, new JsonMapper().writeValueAsString(Map.of("schema", schema)));
	}

	StubRegistry answer(String path, int status, String body) {
		this.answers.put(path, new Answer(status, body));
		return this;
	}

	URI url() {
		return URI.create(((this.server instanceof HttpsServer) ? "https" : "http") + "://127.0.0.1:"
				+ this.server.getAddress().getPort());
	}

	SchemaRegistry open() {
		return new SchemaRegistry(List.of(url()), null, null, "keys");
	}

	SchemaRegistry as(String username, String password) {
		return new SchemaRegistry(List.of(url()), username, new Secret(password), "keys");
	}

	static RegistryClient client(SchemaRegistry registry) {
		return new RegistryClient(() -> registry, () -> null);
	}

	static RegistryClient client(SchemaRegistry registry, Duration patience) {
		return new RegistryClient(() -> registry, () -> null, patience);
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
