package dev.tappet.source.kafka.connection;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Gives a token to whoever knows the secret, and tells a broker by a file whose tokens
 * are good.
 */
final class TokenServer implements AutoCloseable {

	static final String SECRET = "hunter2";

	private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

	private final KeyPair keys;

	private final HttpServer server;

	/** The credentials of those who have asked. */
	final List<String> asked = new CopyOnWriteArrayList<>();

	TokenServer() throws IOException, GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		this.keys = generator.generateKeyPair();
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
		this.server.createContext("/token", this::answer);
		this.server.start();
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String credentials = new String(
					Base64.getDecoder()
						.decode(exchange.getRequestHeaders().getFirst("Authorization").substring("Basic ".length())),
					StandardCharsets.UTF_8);
			this.asked.add(credentials);
			boolean known = credentials.endsWith(":" + SECRET);
			byte[] body = (known ? "{\"access_token\":\"%s\",\"expires_in\":3600}".formatted(token())
					: "{\"error\":\"invalid_client\"}")
				.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(known ? 200 : 401, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private String token() {
		long now = Instant.now().getEpochSecond();
		String signed = encoded("{\"alg\":\"RS256\",\"kid\":\"k1\"}".getBytes(StandardCharsets.UTF_8)) + "."
				+ encoded("{\"sub\":\"reader\",\"iat\":%d,\"exp\":%d,\"scope\":\"kafka\"}".formatted(now, now + 3600)
					.getBytes(StandardCharsets.UTF_8));
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(this.keys.getPrivate());
			signature.update(signed.getBytes(StandardCharsets.UTF_8));
			return signed + "." + encoded(signature.sign());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/token";
	}

	/** Writes the keys that its tokens are checked with. */
	Path writeKeys(Path file) throws IOException {
		RSAPublicKey key = (RSAPublicKey) this.keys.getPublic();
		return Files.writeString(file,
				"{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k1\",\"alg\":\"RS256\",\"n\":\"%s\",\"e\":\"%s\"}]}"
					.formatted(encoded(unsigned(key.getModulus())), encoded(unsigned(key.getPublicExponent()))));
	}

	private static byte[] unsigned(BigInteger number) {
		byte[] bytes = number.toByteArray();
		return (bytes[0] == 0) ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
	}

	private static String encoded(byte[] bytes) {
		return BASE64.encodeToString(bytes);
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
