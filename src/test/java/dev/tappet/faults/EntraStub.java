package dev.tappet.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/**
 * A token service over TLS that answers applications, which show a secret, and workloads,
 * which show what their cluster says of them, as Microsoft Entra ID does.
 */
final class EntraStub implements AutoCloseable {

	static final String SECRET = "s3cret+of/the=application";

	static final String ASSERTION = "assertion-of-the-pod";

	static final String CLIENT = "client-of-the-test";

	static final String TENANT = "tenant-of-the-test";

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final Set<String> tokens;

	private final Set<String> proofs = ConcurrentHashMap.newKeySet();

	private final HttpsServer server;

	private volatile boolean known = true;

	/**
	 * Starts it.
	 * @param context what it shows
	 * @param tokens takes those that it gives
	 */
	EntraStub(SSLContext context, Set<String> tokens) {
		this.tokens = tokens;
		try {
			this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setHttpsConfigurator(new HttpsConfigurator(context));
		this.server.setExecutor(this.threads);
		this.server.createContext("/" + TENANT + "/oauth2/v2.0/token", this::grant);
		this.server.start();
	}

	String address() {
		return "https://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/** Whether it gives tokens. */
	void knows(boolean whether) {
		this.known = whether;
	}

	/** By what it was asked for tokens. */
	Set<String> proofs() {
		return this.proofs;
	}

	private void grant(HttpExchange exchange) throws IOException {
		String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		Map<String, String> fields = Arrays.stream(form.split("&", -1))
			.map((field) -> field.split("=", 2))
			.collect(Collectors.toMap((field) -> field[0],
					(field) -> URLDecoder.decode(field[1], StandardCharsets.UTF_8), (first, second) -> second));
		boolean bySecret = SECRET.equals(fields.get("client_secret"));
		boolean byAssertion = ASSERTION.equals(fields.get("client_assertion"));
		if (this.known && CLIENT.equals(fields.get("client_id")) && (bySecret || byAssertion)
				&& "client_credentials".equals(fields.get("grant_type"))
				&& String.valueOf(fields.get("scope")).contains("https://storage.azure.com/.default")) {
			this.proofs.add(bySecret ? "secret" : "assertion");
			String token = "token-" + this.tokens.size() + "-" + exchange.getRemoteAddress().getPort();
			this.tokens.add(token);
			answer(exchange, 200, """
					{"token_type":"Bearer","expires_in":3600,"access_token":"%s"}""".formatted(token));
		}
		else {
			// It must not matter that it repeats what it was sent.
			answer(exchange, 401,
					"""
							{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret %s provided."}"""
						.formatted(fields.get("client_secret")));
		}
	}

	static void answer(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().add("Content-Type", "application/json");
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.close();
	}

}
