package dev.tappet.source.azurequeue.connection;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * When a shared access signature ends.
 */
final class SasEnd {

	private static final String PARAMETER = "se=";

	private SasEnd() {
	}

	/** The end by the signature itself, or {@code null} where it does not say one. */
	static @Nullable Instant of(String token) {
		return Stream.of(token.split("&"))
			.filter((part) -> part.startsWith(PARAMETER))
			.findFirst()
			.map((part) -> parse(URLDecoder.decode(part.substring(PARAMETER.length()), StandardCharsets.UTF_8)))
			.orElse(null);
	}

	private static @Nullable Instant parse(String text) {
		try {
			if (text.length() <= "2026-01-31".length()) {
				return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
			}
			// The seconds may be left out.
			boolean withoutSeconds = text.matches(".*T\\d\\d:\\d\\dZ");
			return Instant.parse(withoutSeconds ? text.replace("Z", ":00Z") : text);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
