package dev.tappet.source.kafka.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.source.kafka.value.FormatSettings.Format;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AvroFormatsTests {

	private final StubRegistry registry = new StubRegistry();

	private final RegistrySchemas schemas = new RegistrySchemas(StubRegistry.client(this.registry.open()));

	@AfterEach
	void close() {
		this.registry.close();
	}

	@Test
	void readsAFramedValueByTheSchemaOfItsNumber() throws Exception {
		this.registry.schema(7, Avro.ORDER.toString());
		ValueFormat format = values(null);
		byte[] data = Avro.framed(7, Avro.order(12, "tea"), Avro.ORDER);
		assertThat(format.isReady(data)).isFalse();
		format.prepare(data);
		assertThat(format.isReady(data)).isTrue();
		assertThat(text(format.document(data))).isEqualTo("{\"id\":12,\"item\":\"tea\",\"note\":null}");
		assertThat(format.decode(data, GenericRecord.class)).isEqualTo(Avro.order(12, "tea"));
	}

	@Test
	void readsAGeneratedRecordThoughItsSchemaHasGrown() throws Exception {
		this.registry.schema(7, Avro.ORDER.toString());
		ValueFormat format = values(null);
		byte[] data = Avro.framed(7, Avro.order(12, "tea"), Avro.ORDER);
		format.prepare(data);
		assertThat(format.decode(data, OrderRecord.class)).isInstanceOfSatisfying(OrderRecord.class, (order) -> {
			assertThat(order.get(0)).isEqualTo("tea");
			assertThat(order.get(1)).isEqualTo(12L);
			assertThat(order.get(2)).isEqualTo(false);
			assertThat(order.get(3)).isEqualTo(OrderSize.SMALL);
		});
	}

	@Test
	void readsAValueWithTheTriggersSchemaByTheOneThatItWasWrittenWith() throws Exception {
		this.registry.schema(7, Avro.ORDER.toString());
		ValueFormat format = values("""
				{"type":"record","name":"Order","namespace":"com.example","fields":[
				{"name":"item","type":"string"},{"name":"count","type":"int","default":1}]}""");
		byte[] data = Avro.framed(7, Avro.order(12, "tea"), Avro.ORDER);
		format.prepare(data);
		assertThat(text(format.document(data))).isEqualTo("{\"item\":\"tea\",\"count\":1}");
	}

	@Test
	void readsPlainAndFramedValuesWithAFixedSchema() throws Exception {
		ValueFormat format = fixed(Avro.ORDER);
		byte[] plain = Avro.plain(Avro.order(12, "tea"), Avro.ORDER);
		byte[] framed = Avro.framed(99, Avro.order(12, "tea"), Avro.ORDER);
		for (byte[] data : new byte[][] { plain, framed }) {
			assertThat(format.isReady(data)).isTrue();
			assertThat(text(format.document(data))).isEqualTo("{\"id\":12,\"item\":\"tea\",\"note\":null}");
			assertThat(format.decode(data, GenericRecord.class)).isEqualTo(Avro.order(12, "tea"));
		}
		assertThat(this.registry.asked).isEmpty();
	}

	@Test
	void refusesWhatIsNotInTheFrame() throws Exception {
		ValueFormat format = values(null);
		for (byte[] data : new byte[][] { {}, { 0 }, { 0, 0, 0, 7 }, { 1, 0, 0, 0, 7, 1 }, bytes("{\"id\":1}") }) {
			assertThat(format.isReady(data)).isTrue();
			assertUnbindable(format, data, "the record's value does not begin with a zero and the number of a schema");
		}
	}

	@Test
	void refusesAValueOfAnUnknownNumberAndAsksForItOnce() throws Exception {
		ValueFormat format = values(null);
		byte[] data = { 0, 0, 0, 0, 8, 1 };
		format.prepare(data);
		format.prepare(data);
		assertThat(format.isReady(data)).isTrue();
		assertUnbindable(format, data, "the registry has no schema of the number 8");
		assertThat(this.registry.asked).hasSize(1);
	}

	@Test
	void refusesWhatItsSchemaCannotRead() throws Exception {
		ValueFormat format = fixed(Avro.ORDER);
		byte[] data = Avro.plain(Avro.order(12, "tea"), Avro.ORDER);
		assertUnbindable(format, Arrays.copyOf(data, data.length - 2), "cannot be read as Avro: it ends too early");
		assertUnbindable(format, Arrays.copyOf(data, data.length + 1), "more after the end");
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> fixed(Avro.schema("\"long\"")).decode(new byte[] { 2 }, GenericRecord.class))
			.withMessageContaining("its schema is that of no record, but of 'long'");
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> fixed(Avro.schema("\"long\"")).decode(new byte[] { 2 }, OrderRecord.class))
			.withMessageContaining("the record's value cannot be read as Avro: Found long, expecting");
	}

	@Test
	void survivesAnyBytes() {
		Schema schema = Avro.schema("""
				{"type":"record","name":"R","fields":[{"name":"s","type":"string"},{"name":"b","type":"bytes"},
				{"name":"a","type":{"type":"array","items":"long"}},{"name":"m","type":{"type":"map","values":"R"}},
				{"name":"u","type":["null","string","double"]},
				{"name":"d","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
				{"name":"t","type":{"type":"int","logicalType":"time-millis"}},
				{"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}}]}""");
		ValueFormat format = fixed(schema);
		Random random = new Random(7);
		int read = 0;
		for (int i = 0; i < 20_000; i++) {
			byte[] data = new byte[random.nextInt(40)];
			random.nextBytes(data);
			try {
				format.document(data);
				read++;
			}
			catch (UnbindablePayloadException ex) {
				assertThat(ex.reason()).startsWith("the record's value cannot be read as Avro: ");
			}
		}
		System.out.println("random bytes as Avro: 20000 tried, " + read + " read, the others refused");
	}

	@Test
	void takesNoMemoryForALengthThatIsALie() {
		byte[] text = { (byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 'a' };
		for (String schema : new String[] { "\"string\"", "\"bytes\"", "{\"type\":\"array\",\"items\":\"string\"}",
				"{\"type\":\"map\",\"values\":\"long\"}" }) {
			assertUnbindable(fixed(Avro.schema(schema)), text, "cannot be read as Avro");
		}
	}

	@Test
	void readsAKeyOfTextWithoutQuotesAndSaysWhichPartIsWrong() throws Exception {
		this.registry.schema(1, "\"string\"").schema(2, "\"long\"");
		ValueFormat keys = new AvroFormats(this.schemas).get(new FormatSettings(Format.TEXT, Format.AVRO, null), "c")
			.key();
		byte[] text = Avro.framed(1, "k1", Avro.schema("\"string\""));
		byte[] number = Avro.framed(2, 5L, Avro.schema("\"long\""));
		keys.prepare(text);
		keys.prepare(number);
		assertThat(text(keys.document(text))).isEqualTo("k1");
		assertThat(text(keys.document(number))).isEqualTo("5");
		assertUnbindable(keys, bytes("k1"), "the record's key does not begin with a zero");
	}

	@Test
	void takesATriggersSchemaForValuesBeforeKeys() throws Exception {
		String schema = "{\"type\":\"string\"}";
		ValueFormats.Pair both = new AvroFormats(this.schemas).get(new FormatSettings(Format.AVRO, Format.AVRO, schema),
				"c");
		assertThat(both.value()).isEqualTo(new RegistryFormat(Part.VALUE, this.schemas, Avro.schema(schema)));
		assertThat(both.key()).isEqualTo(new RegistryFormat(Part.KEY, this.schemas, null));
		ValueFormats.Pair key = new AvroFormats(null).get(new FormatSettings(Format.TEXT, Format.AVRO, schema), "c");
		assertThat(key.key()).isEqualTo(new FixedFormat(Part.KEY, Avro.schema(schema)));
		assertThat(key.value()).isSameAs(TextFormat.INSTANCE);
	}

	@Test
	void waitsForASchemaWhereThereIsNeitherOneNorARegistry() {
		ValueFormat format = new AvroFormats(null).get(new FormatSettings(Format.AVRO, Format.TEXT, null), "events")
			.value();
		assertThat(format.isReady(new byte[] { 0, 0, 0, 0, 1 })).isFalse();
		assertThatExceptionOfType(FormatUnavailableException.class).isThrownBy(() -> format.prepare(new byte[5]))
			.withMessageContaining("'avro-schema'")
			.withMessageContaining("'schema-registry.url' of the connection 'events'");
	}

	@Test
	void leavesTextAsItIs() throws Exception {
		byte[] data = bytes("anything");
		assertThat(TextFormat.INSTANCE.isReady(data)).isTrue();
		assertThat(TextFormat.INSTANCE.document(data)).isSameAs(data);
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> TextFormat.INSTANCE.decode(data, GenericRecord.class));
	}

	private ValueFormat values(@Nullable String schema) {
		return new AvroFormats(this.schemas).get(new FormatSettings(Format.AVRO, Format.TEXT, schema), "c").value();
	}

	private static ValueFormat fixed(Schema schema) {
		return new AvroFormats(null)
			.get(new FormatSettings(Format.AVRO, Format.TEXT,
					schema.toString().startsWith("\"") ? "{\"type\":" + schema + "}" : schema.toString()), "c")
			.value();
	}

	private static void assertUnbindable(ValueFormat format, byte[] data, String reason) {
		assertThatExceptionOfType(UnbindablePayloadException.class).isThrownBy(() -> format.document(data))
			.withMessageContaining(reason);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
