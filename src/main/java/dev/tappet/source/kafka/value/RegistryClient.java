package dev.tappet.source.kafka.value;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import dev.tappet.source.Printable;
import dev.tappet.source.kafka.connection.SchemaRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.ssl.SslBundle;

/**
 * Asks a registry that answers as Confluent's does. Each question has an end, and no
 * answer may be larger than any schema is.
 */
final class RegistryClient {

	static final int LONGEST_ANSWER = 1 << 20;

	private static final String SILENT = "does not answer in time; it is tried again";

	private static final Duration CONNECT = Duration.ofSeconds(3);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final Supplier<SchemaRegistry> registry;

	private final Supplier<@Nullable SslBundle> certificates;

	private final Duration patience;

	private final JsonMapper json = new JsonMapper();

	private @Nullable HttpClient http;

	/**
	 * Asks nothing yet.
	 * @param registry the registry, with the credentials that there are now
	 * @param certificates those that there are now, {@code null} for the platform's
	 */
	RegistryClient(Supplier<SchemaRegistry> registry, Supplier<@Nullable SslBundle> certificates) {
		this(registry, certificates, PATIENCE);
	}

	RegistryClient(Supplier<SchemaRegistry> registry, Supplier<@Nullable SslBundle> certificates, Duration patience) {
		this.registry = registry;
		this.certificates = certificates;
		this.patience = patience;
	}

	static String encoded(String name) {
		return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/**
	 * Asks for something.
	 * @param path where it is
	 * @return the answer, or {@code null} if the registry has no such thing
	 * @throws FormatUnavailableException if none of its addresses gives an answer
	 */
	@Nullable JsonNode get(String path) throws FormatUnavailableException {
		FormatUnavailableException failure = null;
		SchemaRegistry now = this.registry.get();
		for (URI url : now.urls()) {
			try {
				return get(now, url, path);
			}
			catch (FormatUnavailableException ex) {
				failure = (failure != null) ? failure : ex;
			}
		}
		throw (failure != null) ? failure : new FormatUnavailableException("the registry has no address");
	}

	private @Nullable JsonNode get(SchemaRegistry now, URI url, String path) throws FormatUnavailableException {
		HttpResponse<byte[]> response = send(url, request(now, url, path));
		JsonNode answer = parse(response.body());
		int status = response.statusCode();
		if (status == HttpURLConnection.HTTP_OK && answer != null && answer.isObject()) {
			return answer;
		}
		if (status == HttpURLConnection.HTTP_NOT_FOUND && answer != null && answer.path("error_code").isNumber()) {
			return null;
		}
		throw unavailable(url, switch (status) {
			case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
				"refuses the credentials; correct " + credentials();
			case HttpURLConnection.HTTP_OK, HttpURLConnection.HTTP_NOT_FOUND ->
				"answers as no schema registry does; correct " + address();
			default -> "answers with the status " + status + "; it is tried again";
		});
	}

	private HttpRequest request(SchemaRegistry now, URI url, String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
			.timeout(this.patience)
			.header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
		String username = now.username();
		if (username != null) {
			String password = (now.password() != null) ? now.password().value() : "";
			request.header("Authorization", "Basic "
					+ Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8)));
		}
		return request.build();
	}

	private HttpResponse<byte[]> send(URI url, HttpRequest request) throws FormatUnavailableException {
		CompletableFuture<HttpResponse<byte[]>> answer = http(url).sendAsync(request,
				(info) -> new BoundedBody(LONGEST_ANSWER));
		try {
			return answer.get(this.patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw unavailable(url, SILENT);
		}
		catch (ExecutionException ex) {
			forget(ex);
			throw unavailable(url, failure((ex.getCause() != null) ? ex.getCause() : ex));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw unavailable(url, "was not waited for, since the trigger ends");
		}
		finally {
			answer.cancel(true);
		}
	}

	private synchronized HttpClient http(URI url) throws FormatUnavailableException {
		HttpClient current = this.http;
		if (current == null) {
			HttpClient.Builder builder = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.connectTimeout(CONNECT);
			try {
				SslBundle bundle = this.certificates.get();
				current = ((bundle != null) ? builder.sslContext(bundle.createSslContext()) : builder).build();
			}
			catch (RuntimeException ex) {
				throw unavailable(url, "cannot be asked, for its certificates cannot be read; correct "
						+ ownCertificates() + " (" + Printable.of(message(ex), Printable.DETAIL) + ")");
			}
			this.http = current;
		}
		return current;
	}

	/** What does not agree now may with the certificates that there are the next time. */
	private synchronized void forget(ExecutionException failure) {
		HttpClient current = this.http;
		if (failure.getCause() instanceof SSLException && current != null) {
			this.http = null;
			current.shutdownNow();
		}
	}

	private String failure(Throwable thrown) {
		String detail = " (" + Printable.of(message(thrown), Printable.DETAIL) + ")";
		boolean unconnected = thrown instanceof ConnectException || thrown instanceof HttpConnectTimeoutException;
		if (thrown instanceof BoundedBody.TooLongException) {
			return "gives an answer that is too long for a schema; correct " + address();
		}
		if (thrown instanceof SSLHandshakeException && isOfCertificates(thrown)) {
			return "has a certificate that is not trusted here, or is for another host; set " + ownCertificates()
					+ detail;
		}
		if (thrown instanceof HttpTimeoutException && !unconnected) {
			return SILENT;
		}
		if (unconnected || !(thrown instanceof IOException)) {
			return "does not answer; start it, or correct " + address() + detail;
		}
		return "breaks off; if it takes encrypted connections only, or none, correct " + address() + detail;
	}

	private static boolean isOfCertificates(Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof CertificateException || cause instanceof CertPathBuilderException
					|| cause instanceof CertPathValidatorException) {
				return true;
			}
		}
		return false;
	}

	private static String message(Throwable thrown) {
		return (thrown.getMessage() != null) ? thrown.getMessage() : thrown.getClass().getSimpleName();
	}

	private FormatUnavailableException unavailable(URI url, String what) {
		return new FormatUnavailableException("the schema registry at %s %s".formatted(url, what));
	}

	private String keys() {
		return this.registry.get().keys();
	}

	private String address() {
		return keys() + ".url";
	}

	private String credentials() {
		return keys() + (keys().contains(".properties.") ? ".basic.auth.user.info" : ".username and .password");
	}

	private String ownCertificates() {
		return keys() + (keys().contains(".properties.") ? ".ssl.truststore.location"
				: ".ssl-ca-location (or .ssl.bundle) to the authority that signed it");
	}

	private @Nullable JsonNode parse(byte[] body) {
		try {
			return this.json.readTree(body);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
