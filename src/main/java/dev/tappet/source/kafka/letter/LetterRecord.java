package dev.tappet.source.kafka.letter;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.Printable;
import dev.tappet.source.Verdict;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * How a record is kept that was given up: with its key, its value and its headers, behind
 * which stand exactly six of ours. Those are told by their place at the end, for the
 * original may have headers of the same names.
 */
public final class LetterRecord {

	/** The headers that end a dead letter, in this order. */
	private static final List<String> OURS = List.of("tappet-trigger", "tappet-source", "tappet-id", "tappet-attempts",
			"tappet-reason", "tappet-failed-at");

	private static final int TRIGGER = 0;

	private static final int SOURCE = 1;

	private static final int ID = 2;

	private static final int ATTEMPTS = 3;

	private static final int REASON = 4;

	private static final int FAILED_AT = 5;

	private LetterRecord() {
	}

	/**
	 * The dead letter of a record.
	 * @param topic where dead letters go
	 * @param trigger the trigger's name
	 * @param id the record's id
	 * @param record the record
	 * @param verdict why it was given up
	 * @param now when
	 * @return what to write
	 */
	public static ProducerRecord<byte[], byte[]> of(String topic, String trigger, String id,
			ConsumerRecord<byte[], byte[]> record, Verdict.Bury verdict, Instant now) {
		List<Header> headers = new ArrayList<>(Arrays.asList(record.headers().toArray()));
		if (ReplayMark.isOn(record.headers())) {
			headers.removeLast();
		}
		List<String> values = List.of(trigger, record.topic(), id, Integer.toString(verdict.attempts()),
				Printable.shortened(verdict.reason(), Printable.REASON), now.toString());
		for (int i = 0; i < OURS.size(); i++) {
			headers.add(new RecordHeader(OURS.get(i), values.get(i).getBytes(StandardCharsets.UTF_8)));
		}
		return new ProducerRecord<>(topic, null, null, record.key(), record.value(), headers);
	}

	/**
	 * Whether a record is a dead letter of a trigger.
	 * @param record a record of the topic for dead letters
	 * @param trigger the trigger's name
	 * @return whether it is
	 */
	static boolean isOf(ConsumerRecord<byte[], byte[]> record, String trigger) {
		Header[] all = record.headers().toArray();
		return isOurs(all) && value(all, TRIGGER).equals(trigger);
	}

	private static boolean isOurs(Header[] all) {
		int cut = all.length - OURS.size();
		for (int i = 0; cut >= 0 && i < OURS.size(); i++) {
			if (!all[cut + i].key().equals(OURS.get(i))) {
				return false;
			}
		}
		return cut >= 0;
	}

	/**
	 * Reads a dead letter.
	 * @param record a record for which {@link #isOf} is true
	 * @return the dead letter
	 */
	static DeadLetter read(ConsumerRecord<byte[], byte[]> record) {
		Header[] all = record.headers().toArray();
		Original original = new Original(value(all, ID), record.value(), kept(all));
		return new DeadLetter(LetterId.of(record).toString(), value(all, SOURCE), attempts(value(all, ATTEMPTS)),
				value(all, REASON), time(value(all, FAILED_AT)), original);
	}

	/**
	 * The original record, marked as replayed.
	 * @param record a record for which {@link #isOf} is true
	 * @return what to write to the topic that it came from
	 */
	static ProducerRecord<byte[], byte[]> replay(ConsumerRecord<byte[], byte[]> record) {
		Header[] all = record.headers().toArray();
		List<Header> headers = new ArrayList<>(kept(all));
		headers.add(ReplayMark.header());
		return new ProducerRecord<>(value(all, SOURCE), null, null, record.key(), record.value(), headers);
	}

	private static List<Header> kept(Header[] all) {
		return List.of(all).subList(0, all.length - OURS.size());
	}

	private static String value(Header[] all, int which) {
		byte[] value = all[all.length - OURS.size() + which].value();
		return (value != null) ? new String(value, StandardCharsets.UTF_8) : "";
	}

	private static int attempts(String text) {
		try {
			return Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private static @Nullable Instant time(String text) {
		try {
			return Instant.parse(text);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
