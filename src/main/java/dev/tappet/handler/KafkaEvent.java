package dev.tappet.handler;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A record of a Kafka topic. As a string it is JSON.
 *
 * @param topic the topic
 * @param partition the partition
 * @param offset where the record lies in it
 * @param timestamp when the record was written, or {@code null} where it does not say
 * @param key the key as text, or {@code null} where the record has none
 * @param value the value as text, or {@code null} where the record has none
 * @param headers the headers in their order, of which several may have the same name
 */
public record KafkaEvent(String topic, int partition, long offset, @Nullable Instant timestamp, @Nullable String key,
		@Nullable String value, List<Header> headers) {

	public KafkaEvent {
		headers = List.copyOf(headers);
	}

	/**
	 * A header of a record.
	 *
	 * @param key its name
	 * @param value its value as text
	 */
	public record Header(String key, String value) {

		@Override
		public String toString() {
			return "{\"Key\":" + quoted(this.key) + ",\"Value\":" + quoted(this.value) + "}";
		}

	}

	@Override
	public String toString() {
		StringBuilder json = new StringBuilder("{\"Offset\":").append(this.offset);
		json.append(",\"Partition\":").append(this.partition);
		json.append(",\"Topic\":").append(quoted(this.topic));
		json.append(",\"Timestamp\":").append((this.timestamp != null) ? quoted(this.timestamp.toString()) : "null");
		json.append(",\"Value\":").append(quoted(this.value));
		json.append(",\"Key\":").append(quoted(this.key));
		json.append(",\"Headers\":[");
		for (int i = 0; i < this.headers.size(); i++) {
			json.append((i > 0) ? "," : "").append(this.headers.get(i));
		}
		return json.append("]}").toString();
	}

	private static String quoted(@Nullable String text) {
		if (text == null) {
			return "null";
		}
		StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
		for (int i = 0; i < text.length(); i++) {
			char each = text.charAt(i);
			if (each == '"' || each == '\\') {
				quoted.append('\\').append(each);
			}
			else if (each < ' ') {
				quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
			}
			else {
				quoted.append(each);
			}
		}
		return quoted.append('"').toString();
	}

}
