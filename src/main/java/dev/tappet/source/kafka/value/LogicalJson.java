package dev.tappet.source.kafka.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;

import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import tools.jackson.core.JsonGenerator;

/**
 * What Avro's logical types mean, as JSON: decimals as numbers, times in ISO 8601.
 */
final class LogicalJson {

	private static final int MILLIS = 1_000;

	private static final int MICROS = 1_000_000;

	private static final int NANOS = 1_000_000_000;

	private LogicalJson() {
	}

	/** Writes a datum by its meaning, if that is a known one. */
	static boolean write(Object datum, Schema schema, LogicalType meaning, JsonGenerator json) {
		switch (meaning.getName()) {
			case "decimal" -> json.writeNumber(decimal(datum, meaning));
			case "big-decimal" -> json.writeNumber(new Conversions.BigDecimalConversion()
				.fromBytes(ByteBuffer.wrap(AvroJson.bytes(datum)), schema, meaning));
			case "date" -> json.writeString(LocalDate.ofEpochDay((int) datum).toString());
			case "time-millis" -> json.writeString(time((int) datum, MILLIS));
			case "time-micros" -> json.writeString(time((long) datum, MICROS));
			case "timestamp-millis" -> json.writeString(instant((long) datum, MILLIS).toString());
			case "timestamp-micros" -> json.writeString(instant((long) datum, MICROS).toString());
			case "timestamp-nanos" -> json.writeString(instant((long) datum, NANOS).toString());
			case "local-timestamp-millis" -> json.writeString(local((long) datum, MILLIS));
			case "local-timestamp-micros" -> json.writeString(local((long) datum, MICROS));
			case "local-timestamp-nanos" -> json.writeString(local((long) datum, NANOS));
			case "uuid" -> json
				.writeString((schema.getType() == Schema.Type.FIXED) ? uuid(AvroJson.bytes(datum)) : datum.toString());
			case "duration" -> json.writeString(duration(AvroJson.bytes(datum)));
			default -> {
				return false;
			}
		}
		return true;
	}

	private static BigDecimal decimal(Object datum, LogicalType meaning) {
		return new BigDecimal(new BigInteger(AvroJson.bytes(datum)), ((LogicalTypes.Decimal) meaning).getScale());
	}

	private static String time(long ticks, int perSecond) {
		return LocalTime.ofNanoOfDay(Math.multiplyExact(ticks, (long) NANOS / perSecond)).toString();
	}

	private static Instant instant(long ticks, int perSecond) {
		return Instant.ofEpochSecond(Math.floorDiv(ticks, perSecond),
				(long) Math.floorMod(ticks, perSecond) * (NANOS / perSecond));
	}

	private static String local(long ticks, int perSecond) {
		return LocalDateTime.ofInstant(instant(ticks, perSecond), ZoneOffset.UTC).toString();
	}

	private static String uuid(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		return new UUID(buffer.getLong(), buffer.getLong()).toString();
	}

	/** Months, days and milliseconds, each without a sign. */
	private static String duration(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		long months = Integer.toUnsignedLong(buffer.getInt());
		long days = Integer.toUnsignedLong(buffer.getInt());
		BigDecimal seconds = BigDecimal.valueOf(Integer.toUnsignedLong(buffer.getInt()), 3).stripTrailingZeros();
		return "P%dM%dDT%sS".formatted(months, days, seconds.toPlainString());
	}

}
