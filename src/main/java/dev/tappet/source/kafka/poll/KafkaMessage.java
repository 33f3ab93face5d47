package dev.tappet.source.kafka.poll;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.tappet.source.TrialMessage;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.source.kafka.letter.ReplayMark;
import dev.tappet.source.kafka.value.FormatUnavailableException;
import dev.tappet.source.kafka.value.RecordMessage;
import dev.tappet.source.kafka.value.ValueFormat;
import dev.tappet.source.kafka.value.ValueFormats;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A record of a topic.
 *
 * @param raw the record
 * @param formats how its key and value are read
 * @param replayed whether an operator has put the record back from the dead letters
 */
public record KafkaMessage(ConsumerRecord<byte[], byte[]> raw, ValueFormats.Pair formats,
		boolean replayed) implements RecordMessage {

	/** The header that a handler is given a record's key by. */
	private static final String KEY = "kafka-key";

	private static final byte[] NOTHING = {};

	public KafkaMessage(ConsumerRecord<byte[], byte[]> raw, ValueFormats.Pair formats) {
		this(raw, formats, ReplayMark.isOn(raw.headers()));
	}

	/**
	 * A record that no topic has.
	 * @param topic where it would be
	 * @param typed its value, with its headers and its key as a handler is given them
	 * @param formats how its value is read; its key is text
	 * @return the record
	 */
	public static KafkaMessage typed(String topic, TrialMessage typed, ValueFormats.Pair formats) {
		RecordHeaders headers = new RecordHeaders();
		typed.headers().forEach((name, value) -> {
			if (!name.equals(KEY)) {
				headers.add(name, value.getBytes(StandardCharsets.UTF_8));
			}
		});
		String key = typed.headers().get(KEY);
		return new KafkaMessage(new ConsumerRecord<>(topic, 0, 0, typed.timestamp().toEpochMilli(),
				TimestampType.CREATE_TIME, 0, typed.body().length,
				(key != null) ? key.getBytes(StandardCharsets.UTF_8) : null, typed.body(), headers, Optional.empty()),
				formats);
	}

	@Override
	public String id() {
		return id(this.raw);
	}

	static String id(ConsumerRecord<?, ?> raw) {
		return raw.topic() + "-" + raw.partition() + "-" + raw.offset();
	}

	@Override
	public @Nullable Instant timestamp() {
		long time = this.raw.timestamp();
		return (time >= 0) ? Instant.ofEpochMilli(time) : null;
	}

	@Override
	public Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>();
		for (Header header : givenHeaders()) {
			headers.put(header.key(), text(header.value()));
		}
		String key = readableKey();
		if (key != null) {
			headers.put(KEY, key);
		}
		return Collections.unmodifiableMap(headers);
	}

	/**
	 * The headers that its producer wrote.
	 * @return the headers in their order
	 */
	public List<Header> givenHeaders() {
		List<Header> all = Arrays.asList(this.raw.headers().toArray());
		return replayed() ? all.subList(0, all.size() - 1) : all;
	}

	/** A key that cannot be read is no reason to keep the headers from a handler. */
	private @Nullable String readableKey() {
		try {
			return keyText();
		}
		catch (UnbindablePayloadException ex) {
			return null;
		}
	}

	/**
	 * The key as text.
	 * @return the text, or {@code null} where the record has no key
	 * @throws UnbindablePayloadException if it is not in its format
	 */
	public @Nullable String keyText() throws UnbindablePayloadException {
		byte[] key = this.raw.key();
		return (key != null) ? text(this.formats.key().document(key)) : null;
	}

	/**
	 * The value as text.
	 * @return the text, or {@code null} where the record has no value
	 * @throws UnbindablePayloadException if it is not in its format
	 */
	public @Nullable String valueText() throws UnbindablePayloadException {
		return (value() != null) ? text(document()) : null;
	}

	/** The bytes of a header, which may have none. */
	public static String text(byte @Nullable [] bytes) {
		return (bytes != null) ? new String(bytes, StandardCharsets.UTF_8) : "";
	}

	@Override
	public byte @Nullable [] value() {
		return this.raw.value();
	}

	@Override
	public ValueFormat valueFormat() {
		return this.formats.value();
	}

	@Override
	public byte[] body() {
		byte[] value = value();
		return (value != null) ? value : NOTHING;
	}

	@Override
	public byte[] document() throws UnbindablePayloadException {
		byte[] value = value();
		return (value != null) ? this.formats.value().document(value) : NOTHING;
	}

	/** Whether its key and value can be read without asking anybody. */
	boolean isReady() {
		byte[] key = this.raw.key();
		byte[] value = value();
		return (key == null || this.formats.key().isReady(key))
				&& (value == null || this.formats.value().isReady(value));
	}

	/** Asks for what it takes to read it. */
	void prepare() throws FormatUnavailableException {
		byte[] key = this.raw.key();
		byte[] value = value();
		if (key != null) {
			this.formats.key().prepare(key);
		}
		if (value != null) {
			this.formats.value().prepare(value);
		}
	}

}
