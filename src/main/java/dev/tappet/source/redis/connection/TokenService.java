package dev.tappet.source.redis.connection;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the tokens of an identity. That happens about once an hour, so nothing is kept
 * in between.
 *
 * @param identity who asks, as the configuration has it now
 * @param variables the environment variables
 */
record TokenService(Supplier<Identity> identity, TokenRequest.Variables variables) implements Callable<Token> {

	private static final Logger logger = LoggerFactory.getLogger(TokenService.class);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Override
	public Token call() throws InterruptedException {
		TokenRequest request = TokenRequest.of(this.identity.get(), this.variables);
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(PATIENCE);
		if (request.form() == null) {
			// What answers on the machine itself is behind no proxy.
			builder.proxy(HttpClient.Builder.NO_PROXY);
		}
		try (HttpClient client = builder.build()) {
			return token(request, client.send(http(request), BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			logger.debug("{} did not answer", request.place(), ex);
			String reason = (ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName();
			throw new TokenException("%s does not answer, %s".formatted(request.place(), reason));
		}
	}

	private static HttpRequest http(TokenRequest request) {
		HttpRequest.Builder http = HttpRequest.newBuilder(request.uri()).timeout(PATIENCE);
		request.headers().forEach(http::header);
		Secret form = request.form();
		return ((form != null) ? http.POST(BodyPublishers.ofString(form.value())) : http.GET()).build();
	}

	private static Token token(TokenRequest request, HttpResponse<String> answer) {
		if (answer.statusCode() != 200) {
			throw new TokenException("%s gives none, %s".formatted(request.place(),
					Token.refusal(answer.statusCode(), answer.body(), request.secret())));
		}
		return Token.of(answer.body(), answer.headers().firstValue("Date").orElse(null));
	}

}
