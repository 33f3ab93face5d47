package dev.tappet.source.azurequeue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A request as it came over the wire.
 *
 * @param method the method
 * @param path the path, still encoded
 * @param query what follows it, decoded
 * @param headers the headers, by their names in lower case
 * @param body the body, empty where there is none
 */
record StubRequest(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {

	static StubRequest of(String method, String target, Map<String, String> headers, byte[] body) {
		int mark = target.indexOf('?');
		String path = (mark < 0) ? target : target.substring(0, mark);
		Map<String, String> query = new TreeMap<>();
		if (mark >= 0) {
			for (String pair : target.substring(mark + 1).split("&", -1)) {
				int equals = pair.indexOf('=');
				String name = (equals < 0) ? pair : pair.substring(0, equals);
				query.put(name.toLowerCase(Locale.ROOT), (equals < 0) ? "" : decode(pair.substring(equals + 1)));
			}
		}
		return new StubRequest(method, path, query, headers, new String(body, StandardCharsets.UTF_8));
	}

	private static String decode(String text) {
		return URLDecoder.decode(text, StandardCharsets.UTF_8);
	}

	/** A part of the path behind the account, or null where it is shorter. */
	@Nullable String part(int number) {
		String[] parts = this.path.split("/", -1);
		return (parts.length > number + 2 && !parts[number + 2].isEmpty()) ? decode(parts[number + 2]) : null;
	}

	String account() {
		String[] parts = this.path.split("/", -1);
		return (parts.length > 1) ? parts[1] : "";
	}

	@Nullable String header(String name) {
		return this.headers.get(name);
	}

	/** A number of the query, checked as the service does. */
	int number(String name, int otherwise, int least, int most) {
		String text = this.query.get(name);
		if (text == null) {
			return otherwise;
		}
		try {
			int value = Integer.parseInt(text);
			if (value >= least && value <= most) {
				return value;
			}
		}
		catch (NumberFormatException ex) {
			throw new StubRefusal(400, "InvalidQueryParameterValue",
					"Value for one of the query parameters specified in the request URI is invalid.");
		}
		throw new StubRefusal(400, "OutOfRangeQueryParameterValue",
				"One of the query parameters specified in the request URI is outside the permissible range.")
			.with("QueryParameterName", name)
			.with("QueryParameterValue", text)
			.with("MinimumAllowed", least)
			.with("MaximumAllowed", most);
	}

	/** What has to be in the query. */
	String required(String name) {
		String value = this.query.get(name);
		if (value == null) {
			throw new StubRefusal(400, "MissingRequiredQueryParameter",
					"A query parameter that's mandatory for this request is not specified.")
				.with("QueryParameterName", name);
		}
		return value;
	}

}
