package dev.tappet.source.kafka.value;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AvroJsonTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			int  | date                   | 20779               | "2026-11-22"
			int  | date                   | -1                  | "1969-12-31"
			int  | time-millis            | 43200001            | "12:00:00.001"
			long | time-micros            | 1                   | "00:00:00.000001"
			long | timestamp-millis       | 1795305600123       | "2026-11-22T00:00:00.123Z"
			long | timestamp-millis       | -1                  | "1969-12-31T23:59:59.999Z"
			long | timestamp-micros       | 1795305600000001    | "2026-11-22T00:00:00.000001Z"
			long | timestamp-nanos        | 1795305600000000001 | "2026-11-22T00:00:00.000000001Z"
			long | local-timestamp-millis | 1795305600000       | "2026-11-22T00:00"
			long | local-timestamp-micros | 1                   | "1970-01-01T00:00:00.000001"
			long | local-timestamp-nanos  | 1                   | "1970-01-01T00:00:00.000000001"
			long | none-that-is-known     | 5                   | 5
			""")
	void writesTimesAsWhatTheyMean(String type, String meaning, long value, String json) {
		Schema schema = Avro.schema("{\"type\":\"%s\",\"logicalType\":\"%s\"}".formatted(type, meaning));
		Object datum = type.equals("int") ? (Object) (int) value : (Object) value;
		assertThat(json(datum, schema)).isEqualTo(json);
	}

	@Test
	void writesDecimalsAsNumbers() {
		Schema bytes = Avro.schema("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":12,\"scale\":2}");
		Schema fixed = Avro.schema(
				"{\"type\":\"fixed\",\"name\":\"F\",\"size\":8,\"logicalType\":\"decimal\",\"precision\":12,\"scale\":3}");
		Schema big = Avro.schema("{\"type\":\"bytes\",\"logicalType\":\"big-decimal\"}");
		assertThat(json(ByteBuffer.wrap(new byte[] { (byte) 0xff, 0x38 }), bytes)).isEqualTo("-2.00");
		assertThat(json(
				new Conversions.DecimalConversion().toFixed(new BigDecimal("12.345"), fixed, fixed.getLogicalType()),
				fixed))
			.isEqualTo("12.345");
		assertThat(json(
				new Conversions.BigDecimalConversion().toBytes(new BigDecimal("0.1"), big, big.getLogicalType()), big))
			.isEqualTo("0.1");
	}

	@Test
	void writesOtherMeanings() {
		Schema uuid = Avro.schema("{\"type\":\"fixed\",\"name\":\"U\",\"size\":16,\"logicalType\":\"uuid\"}");
		assertThat(json(new GenericData.Fixed(uuid, new byte[16]), uuid))
			.isEqualTo("\"00000000-0000-0000-0000-000000000000\"");
		assertThat(json("a", Avro.schema("{\"type\":\"string\",\"logicalType\":\"uuid\"}"))).isEqualTo("\"a\"");
		Schema duration = Avro.schema("{\"type\":\"fixed\",\"name\":\"D\",\"size\":12,\"logicalType\":\"duration\"}");
		assertThat(json(new GenericData.Fixed(duration, new byte[] { 1, 0, 0, 0, 2, 0, 0, 0, (byte) 0xdc, 5, 0, 0 }),
				duration))
			.isEqualTo("\"P1M2DT1.5S\"");
	}

	@Test
	void writesEveryTypeAsAPersonWould() {
		Schema schema = Avro
			.schema("""
					{"type":"record","name":"R","fields":[{"name":"n","type":"null"},{"name":"b","type":"boolean"},
					{"name":"i","type":"int"},{"name":"l","type":"long"},{"name":"f","type":"float"},{"name":"d","type":"double"},
					{"name":"s","type":"string"},{"name":"y","type":"bytes"},
					{"name":"x","type":{"type":"fixed","name":"X","size":2}},
					{"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}},
					{"name":"a","type":{"type":"array","items":["null","int","string"]}},
					{"name":"m","type":{"type":"map","values":"R"}}]}""");
		GenericData.Record record = new GenericData.Record(schema);
		record.put("b", true);
		record.put("i", 1);
		record.put("l", Long.MAX_VALUE);
		record.put("f", 1.5f);
		record.put("d", Double.NaN);
		record.put("s", "a \"quoted\"\u0000 text €");
		record.put("y", ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
		record.put("x", new GenericData.Fixed(schema.getField("x").schema(), new byte[] { 4, 5 }));
		record.put("e", new GenericData.EnumSymbol(schema.getField("e").schema(), "B"));
		record.put("a", new GenericData.Array<>(schema.getField("a").schema(), Arrays.asList(null, 1, "x")));
		record.put("m", Map.of());
		assertThat(json(record, schema))
			.isEqualTo("{\"n\":null,\"b\":true,\"i\":1,\"l\":9223372036854775807,\"f\":1.5,\"d\":\"NaN\","
					+ "\"s\":\"a \\\"quoted\\\"\\u0000 text €\",\"y\":\"AQID\",\"x\":\"BAU=\",\"e\":\"B\","
					+ "\"a\":[null,1,\"x\"],\"m\":{}}");
	}

	@Test
	void writesABareTextWithoutQuotesWhereThatIsWanted() {
		Schema text = Avro.schema("\"string\"");
		assertThat(new String(AvroJson.write("k", text, true), StandardCharsets.UTF_8)).isEqualTo("k");
		assertThat(json("k", text)).isEqualTo("\"k\"");
		assertThat(json(List.of(), Avro.schema("{\"type\":\"array\",\"items\":\"int\"}"))).isEqualTo("[]");
	}

	private static String json(Object datum, Schema schema) {
		return new String(AvroJson.write(datum, schema, false), StandardCharsets.UTF_8);
	}

}
