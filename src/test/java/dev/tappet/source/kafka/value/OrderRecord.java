package dev.tappet.source.kafka.value;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * A record as Avro's compiler generates it.
 */
public class OrderRecord extends SpecificRecordBase {

	public static final Schema SCHEMA$ = Avro
		.schema("""
				{"type":"record","name":"OrderRecord","namespace":"dev.tappet.source.kafka.value","aliases":["com.example.Order"],
				 "fields":[{"name":"item","type":{"type":"string","avro.java.string":"String"}},{"name":"id","type":"long"},
				 {"name":"paid","type":"boolean","default":false},
				{"name":"size","type":{"type":"enum","name":"OrderSize","symbols":["SMALL","LARGE"]},"default":"SMALL"}]}""");

	private String item = "";

	private long id;

	private boolean paid;

	private OrderSize size = OrderSize.LARGE;

	public static Schema getClassSchema() {
		return SCHEMA$;
	}

	@Override
	public Schema getSchema() {
		return SCHEMA$;
	}

	@Override
	public Object get(int field) {
		return switch (field) {
			case 0 -> this.item;
			case 1 -> this.id;
			case 2 -> this.paid;
			default -> this.size;
		};
	}

	@Override
	public void put(int field, Object value) {
		switch (field) {
			case 0 -> this.item = value.toString();
			case 1 -> this.id = (long) value;
			case 2 -> this.paid = (boolean) value;
			default -> this.size = (OrderSize) value;
		}
	}

}
