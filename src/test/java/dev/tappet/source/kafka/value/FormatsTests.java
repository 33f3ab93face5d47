package dev.tappet.source.kafka.value;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.tappet.source.PayloadType;
import dev.tappet.source.Problems;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.source.kafka.value.FormatSettings.Format;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FormatsTests {

	private final List<String> problems = new ArrayList<>();

	@TempDir
	Path folder;

	@Test
	void takesASchemaFromWhereverASpringResourceIs() throws Exception {
		Path file = Files.writeString(this.folder.resolve("order.avsc"), Avro.ORDER.toString());
		for (String location : List.of(file.toString(), "file:" + file, Avro.ORDER.toString(), " " + file + " ")) {
			assertThat(define(Format.AVRO, Format.TEXT, location).avroSchema()).isEqualTo(location.strip());
		}
		assertThat(define(Format.TEXT, Format.TEXT, null)).isEqualTo(FormatSettings.TEXT);
		define(Format.AVRO, Format.AVRO, null);
		assertThat(this.problems).isEmpty();
	}

	@Test
	void reportsAnUnreadableSchema() throws Exception {
		Path file = Files.writeString(this.folder.resolve("order.avsc"), "{\"type\":\"recor\"}");
		define(Format.AVRO, Format.TEXT, file.toString());
		define(Format.AVRO, Format.TEXT, "classpath:nowhere.avsc");
		define(Format.TEXT, Format.AVRO, "{\"type\":");
		assertThat(this.problems).containsExactly("avro-schema: Not a schema of Avro's.",
				"avro-schema: No such resource, or none that may be read.", "avro-schema: Not a schema of Avro's.");
	}

	@Test
	void reportsASchemaThatNobodyReadsWith() {
		define(Format.TEXT, Format.TEXT, Avro.ORDER.toString());
		assertThat(this.problems).containsExactly("avro-schema: Neither values nor keys are read as avro.");
	}

	@Test
	void reportsThatAvroIsNotThere() {
		ClassLoader without = new FilteredClassLoader("org.apache.avro");
		Formats.define(Format.AVRO, Format.TEXT, Avro.ORDER.toString(), noted(), without);
		Formats.define(Format.TEXT, Format.AVRO, null, noted(), without);
		Formats.define(Format.TEXT, Format.TEXT, null, noted(), without);
		assertThat(this.problems).containsExactly("value-format: Avro is not on the class path.",
				"key-format: Avro is not on the class path.");
	}

	@Test
	void offersRecordsToHandlers() throws Exception {
		List<PayloadType> types = AvroPayloads.types();
		ResolvableType generated = ResolvableType.forClass(OrderRecord.class);
		assertThat(types).hasSize(2);
		assertThat(types.getFirst().is(ResolvableType.forClass(GenericRecord.class))).isTrue();
		assertThat(types.getFirst().is(generated)).isFalse();
		assertThat(types.getLast().is(generated)).isTrue();
		ValueFormat format = new FixedFormat(Part.VALUE, Avro.ORDER);
		byte[] value = Avro.plain(Avro.order(5, "tea"), Avro.ORDER);
		assertThat(types.getFirst()
			.conversion(ResolvableType.forClass(GenericRecord.class))
			.convert("t", new Written(value, format), (message) -> "")).isEqualTo(Avro.order(5, "tea"));
		assertThatExceptionOfType(UnbindablePayloadException.class).isThrownBy(
				() -> types.getLast().conversion(generated).convert("t", new Written(null, format), (message) -> ""))
			.withMessage("the record has no value");
	}

	private FormatSettings define(Format value, Format key, @Nullable String schema) {
		return Formats.define(value, key, schema, noted());
	}

	private Problems noted() {
		return new Problems() {

			@Override
			public void add(String key, String problem, String remedy) {
				assertThat(remedy).endsWith(".");
				FormatsTests.this.problems.add(key + ": " + problem);
			}

			@Override
			public boolean isSet(String key) {
				return false;
			}

		};
	}

	/**
	 * A record.
	 *
	 * @param value its value
	 * @param valueFormat how that is read
	 */
	private record Written(byte @Nullable [] value, ValueFormat valueFormat) implements RecordMessage {

		@Override
		public String id() {
			return "t-0-1";
		}

		@Override
		public byte[] body() {
			return (this.value != null) ? this.value : new byte[0];
		}

	}

}
