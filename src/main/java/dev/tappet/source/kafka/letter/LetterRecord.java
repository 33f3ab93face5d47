package dev.tappet.source.kafka.letter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.LetterEnding;
import dev.tappet.source.Verdict;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * How a record is kept that was given up: with its key, its value and its headers, behind
 * which stands its {@link LetterEnding}.
 */
public final class LetterRecord {

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
		LetterEnding ending = LetterEnding.of(trigger, record.topic(), id, verdict, now);
		for (int i = 0; i < LetterEnding.NAMES.size(); i++) {
			headers.add(new RecordHeader(LetterEnding.NAMES.get(i),
					ending.values().get(i).getBytes(StandardCharsets.UTF_8)));
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
		LetterEnding ending = ending(record.headers().toArray());
		return ending != null && ending.trigger().equals(trigger);
	}

	private static @Nullable LetterEnding ending(Header[] all) {
		int cut = all.length - LetterEnding.NAMES.size();
		return (cut < 0) ? null : LetterEnding.read((i) -> all[cut + i].key(), (i) -> value(all[cut + i]));
	}

	private static LetterEnding known(Header[] all) {
		return Objects.requireNonNull(ending(all), "no dead letter");
	}

	/**
	 * Reads a dead letter.
	 * @param record a record for which {@link #isOf} is true
	 * @return the dead letter
	 */
	static DeadLetter read(ConsumerRecord<byte[], byte[]> record) {
		Header[] all = record.headers().toArray();
		LetterEnding ending = known(all);
		return ending.letter(LetterId.of(record).toString(), new Original(ending.id(), record.value(), kept(all)));
	}

	/**
	 * The original record, marked as replayed.
	 * @param record a record for which {@link #isOf} is true
	 * @return what to write to the topic that it came from
	 */
	static ProducerRecord<byte[], byte[]> replay(ConsumerRecord<byte[], byte[]> record) {
		return replay(record, record.value());
	}

	/**
	 * The original record with another value, marked as replayed.
	 * @param record a record for which {@link #isOf} is true
	 * @param value the value
	 * @return what to write to the topic that it came from
	 */
	static ProducerRecord<byte[], byte[]> replay(ConsumerRecord<byte[], byte[]> record, byte @Nullable [] value) {
		Header[] all = record.headers().toArray();
		List<Header> headers = new ArrayList<>(kept(all));
		headers.add(ReplayMark.header());
		return new ProducerRecord<>(known(all).source(), null, null, record.key(), value, headers);
	}

	private static List<Header> kept(Header[] all) {
		return List.of(all).subList(0, all.length - LetterEnding.NAMES.size());
	}

	private static String value(Header header) {
		byte[] value = header.value();
		return (value != null) ? new String(value, StandardCharsets.UTF_8) : "";
	}

}
