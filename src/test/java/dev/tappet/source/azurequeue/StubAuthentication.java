package dev.tappet.source.azurequeue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who may ask: whoever signs with the account's key, has a token that is taken, or a SAS
 * that has not ended. The signature of a SAS is not looked at.
 */
final class StubAuthentication {

	/** The account of Azure's emulators, which everybody knows. */
	static final String ACCOUNT = "devstoreaccount1";

	static final String KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

	private static final String BEARER = "Bearer ";

	private static final Duration SKEW = Duration.ofMinutes(15);

	private static final List<String> SIGNED = List.of("content-encoding", "content-language", "content-length",
			"content-md5", "content-type", "date", "if-modified-since", "if-match", "if-none-match",
			"if-unmodified-since", "range");

	private StubAuthentication() {
	}

	static void check(StubRequest request, StubOperation operation, Instant now, Predicate<String> tokens) {
		if (request.query().containsKey("sig")) {
			checkSas(request, operation, now);
			return;
		}
		String authorization = request.header("authorization");
		if (authorization == null) {
			throw new StubRefusal(401, "NoAuthenticationInformation",
					"Server failed to authenticate the request. Please refer to the information in the "
							+ "www-authenticate header.");
		}
		checkDate(request, now);
		if (authorization.startsWith(BEARER)) {
			if (!tokens.test(authorization.substring(BEARER.length()))) {
				throw StubRefusal.unauthorized();
			}
			return;
		}
		String wanted = "SharedKey " + ACCOUNT + ":" + signature(request);
		if (!authorization.equals(wanted)) {
			throw StubRefusal.unauthenticated("The MAC signature found in the HTTP request '" + authorization
					+ "' is not the same as any computed signature.");
		}
	}

	private static void checkSas(StubRequest request, StubOperation operation, Instant now) {
		Instant end = expiry(request.required("se"));
		if (!now.isBefore(end)) {
			throw StubRefusal.unauthenticated(
					"Signature not valid in the specified time frame: Expiry [%s] - Current [%s]".formatted(end, now));
		}
		if (!request.required("sp").contains(operation.permission())) {
			throw StubRefusal.unauthorized();
		}
	}

	private static Instant expiry(String text) {
		try {
			return ZonedDateTime.parse(text).toInstant();
		}
		catch (DateTimeParseException ex) {
			throw StubRefusal.unauthenticated("se is not in a valid format");
		}
	}

	private static void checkDate(StubRequest request, Instant now) {
		String date = request.headers().getOrDefault("x-ms-date", request.headers().getOrDefault("date", ""));
		try {
			Instant sent = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			if (Duration.between(sent, now).abs().compareTo(SKEW) > 0) {
				throw StubRefusal.unauthenticated("Request date header too old: '" + date + "'");
			}
		}
		catch (DateTimeParseException ex) {
			throw StubRefusal.unauthenticated("The Date header in the request is incorrect.");
		}
	}

	private static String signature(StubRequest request) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
			return Base64.getEncoder().encodeToString(mac.doFinal(signed(request).getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String signed(StubRequest request) {
		StringBuilder text = new StringBuilder(request.method()).append('\n');
		for (String name : SIGNED) {
			String value = request.headers().getOrDefault(name, "");
			boolean left = (name.equals("content-length") && value.equals("0"))
					|| (name.equals("date") && request.header("x-ms-date") != null);
			text.append(left ? "" : value).append('\n');
		}
		sorted(request.headers()).forEach((name, value) -> {
			if (name.startsWith("x-ms-")) {
				text.append(name).append(':').append(value).append('\n');
			}
		});
		text.append('/').append(ACCOUNT).append(request.path());
		return text + sorted(request.query()).entrySet()
			.stream()
			.map((each) -> "\n" + each.getKey() + ":" + each.getValue())
			.collect(Collectors.joining());
	}

	private static Map<String, String> sorted(Map<String, String> values) {
		return new TreeMap<>(values);
	}

}
