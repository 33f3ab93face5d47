package dev.tappet.source.redis.connection;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;

import dev.tappet.source.Printable;
import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;

/**
 * A token that stands for a password for some time.
 *
 * @param value the token
 * @param owner the object id of its identity, which is the user's name in Azure's Redis,
 * or {@code null} where the token does not say
 * @param lifetime how long it is valid from now on
 */
record Token(Secret value, @Nullable String owner, Duration lifetime) {

	/** Where nobody says how long: asking too often does no harm. */
	private static final Duration UNKNOWN = Duration.ofMinutes(5);

	/**
	 * Reads the answer of a token service.
	 * @param body what it sent
	 * @param date when it did, by its own clock, or {@code null}
	 * @return the token
	 */
	static Token of(String body, @Nullable String date) {
		Map<String, Object> answer = json(body);
		if (!(answer.get("access_token") instanceof String value) || value.isEmpty()) {
			throw new TokenException("the token service answered without a token");
		}
		return new Token(new Secret(value), owner(value), lifetime(answer, date));
	}

	/** Some services write numbers as text, and some say only when it ends. */
	private static Duration lifetime(Map<String, Object> answer, @Nullable String date) {
		Long seconds = number(answer.get("expires_in"));
		if (seconds != null) {
			return Duration.ofSeconds(seconds);
		}
		Long end = number(answer.get("expires_on"));
		Instant now = instant(date);
		return (end != null && now != null) ? Duration.between(now, Instant.ofEpochSecond(end)) : UNKNOWN;
	}

	private static @Nullable Long number(@Nullable Object value) {
		try {
			return (value != null) ? Long.valueOf(value.toString()) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable Instant instant(@Nullable String date) {
		try {
			return (date != null) ? ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant() : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/** What a token says is of use to name the user only: the server checks it. */
	private static @Nullable String owner(String token) {
		String[] parts = token.split("\\.");
		if (parts.length < 2) {
			return null;
		}
		try {
			String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
			return (JsonParserFactory.getJsonParser().parseMap(claims).get("oid") instanceof String owner) ? owner
					: null;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Says why there is none.
	 * @param status the status of the answer
	 * @param body what was sent with it
	 * @param secret what must not be shown
	 * @return the reason
	 */
	static String refusal(int status, String body, Secret secret) {
		String reason = reason(body);
		String shown = secret.value().isEmpty() ? reason : reason.replace(secret.value(), Secret.MASK);
		return Printable.of(shown.isEmpty() ? "status " + status : "status " + status + ", " + shown, Printable.DETAIL);
	}

	private static String reason(String body) {
		try {
			Map<String, Object> answer = json(body);
			Object code = answer.getOrDefault("error", "");
			Object text = answer.getOrDefault("error_description", answer.getOrDefault("message", ""));
			// What follows is of use to Microsoft only.
			String description = text.toString().split("\\R| Trace ID:", 2)[0];
			return description.isEmpty() ? code.toString()
					: code.toString().isEmpty() ? description : code + ": " + description;
		}
		catch (TokenException ex) {
			return "";
		}
	}

	private static Map<String, Object> json(String body) {
		try {
			return JsonParserFactory.getJsonParser().parseMap(body);
		}
		catch (RuntimeException ex) {
			// The cause would show what was sent.
			throw new TokenException("the token service answered something that is no JSON");
		}
	}

}
