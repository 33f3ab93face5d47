package dev.tappet.source.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;

/**
 * A token service on the loopback interface: it answers applications and workloads as
 * Microsoft Entra ID does, and machines as Azure's metadata service does.
 */
final class TokenStub implements AutoCloseable {

	static final String SECRET = "s3cret+of/the=application";

	static final String ASSERTION = "assertion-of-the-pod";

	private final HttpServer server;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final List<String> tokens = new CopyOnWriteArrayList<>();

	private final String owner;

	private final int lifetime;

	private final Consumer<String> issued;

	/**
	 * Starts a service.
	 * @param owner whose tokens it gives
	 * @param lifetime how many seconds each is valid
	 * @param issued told of each before it is given
	 */
	TokenStub(String owner, int lifetime, Consumer<String> issued) {
		this.owner = owner;
		this.lifetime = lifetime;
		this.issued = issued;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.threads);
		this.server.createContext("/tenant/oauth2/v2.0/token", this::grant);
		this.server.createContext("/metadata/identity/oauth2/token", this::manage);
		this.server.start();
	}

	String address() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/** The keys of a connection that asks it for the tokens of an application. */
	Map<String, Object> application(String secret) {
		return Map.of("credential", "clientsecret", "client-id", "client", "tenant-id", "tenant", "client-secret",
				secret, "authority-host", address());
	}

	/** Has a server change what a user may do. */
	static void acl(RedisCommands<String, String> redis, List<String> words) {
		CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
		words.forEach(arguments::add);
		redis.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
	}

	/** Those that were given so far. */
	List<String> tokens() {
		return this.tokens;
	}

	private void grant(HttpExchange exchange) throws IOException {
		String form = URLDecoder.decode(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
				StandardCharsets.UTF_8);
		boolean known = form.contains("client_id=client&")
				&& (form.contains("client_secret=" + SECRET + "&")
						|| form.contains("client_assertion=" + ASSERTION + "&"))
				&& form.endsWith("grant_type=client_credentials&scope=https://redis.azure.com/.default");
		if (known) {
			answer(exchange, 200, """
					{"token_type":"Bearer","expires_in":%d,"access_token":"%s"}""".formatted(this.lifetime, next()));
		}
		else {
			// It must not matter that it repeats what it was sent.
			String sent = form.replaceAll(".*client_secret=([^&]*)&.*", "$1");
			answer(exchange, 401,
					"""
							{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret %s provided.\\r\\nTrace ID: 1"}"""
						.formatted(sent));
		}
	}

	private void manage(HttpExchange exchange) throws IOException {
		String query = exchange.getRequestURI().getQuery();
		if ("true".equals(exchange.getRequestHeaders().getFirst("Metadata"))
				&& query.contains("resource=https://redis.azure.com") && query.contains("api-version=2018-02-01")) {
			answer(exchange, 200, """
					{"expires_in":"%d","access_token":"%s"}""".formatted(this.lifetime, next()));
		}
		else {
			answer(exchange, 400, """
					{"error":"invalid_request","error_description":"Identity not found"}""");
		}
	}

	private synchronized String next() {
		String claims = "{\"oid\":\"%s\",\"number\":%d}".formatted(this.owner, this.tokens.size());
		String token = "header."
				+ Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
				+ ".signature" + this.tokens.size();
		this.issued.accept(token);
		this.tokens.add(token);
		return token;
	}

	private static void answer(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
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
