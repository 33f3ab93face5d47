package dev.tappet.source.kafka.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.tappet.source.UnbindablePayloadException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TypedFormatTests {

	private static final byte[] TEXT = "{\"id\":12}".getBytes(StandardCharsets.UTF_8);

	private final ValueFormat format = new TypedFormat(null);

	@Test
	void readsARecordByTheSchemaThatItBringsAlong() throws Exception {
		byte[] data = TypedFormat.write(Avro.order(12, "tea"));
		assertThat(new String(this.format.document(data), StandardCharsets.UTF_8))
			.isEqualTo("{\"id\":12,\"item\":\"tea\",\"note\":null}");
		assertThat(this.format.decode(data, GenericRecord.class)).isEqualTo(Avro.order(12, "tea"));
	}

	@Test
	void readsAGeneratedRecord() throws Exception {
		OrderRecord order = new OrderRecord();
		order.put(0, "tea");
		order.put(1, 12L);
		assertThat(this.format.decode(TypedFormat.write(order), OrderRecord.class)).isEqualTo(order);
	}

	@Test
	void readsItWithTheSchemaOfTheTrigger() throws Exception {
		Schema reader = Avro.schema("""
				{"type":"record","name":"Order","namespace":"com.example","fields":[
				{"name":"item","type":"string"},{"name":"count","type":"int","default":1}]}""");
		assertThat(new TypedFormat(reader).document(TypedFormat.write(Avro.order(12, "tea"))))
			.asString(StandardCharsets.UTF_8)
			.isEqualTo("{\"item\":\"tea\",\"count\":1}");
	}

	@Test
	void takesAnythingElseForText() throws Exception {
		assertThat(this.format.document(TEXT)).isEqualTo(TEXT);
		assertThatExceptionOfType(UnbindablePayloadException.class)
			.isThrownBy(() -> this.format.decode(TEXT, GenericRecord.class));
	}

	@Test
	void refusesARecordThatWasCut() {
		byte[] data = TypedFormat.write(Avro.order(12, "tea"));
		for (int length = 0; length < data.length; length++) {
			byte[] cut = Arrays.copyOf(data, length);
			assertThatExceptionOfType(UnbindablePayloadException.class).as("%d bytes", length)
				.isThrownBy(() -> this.format.decode(cut, GenericRecord.class));
		}
	}

}
