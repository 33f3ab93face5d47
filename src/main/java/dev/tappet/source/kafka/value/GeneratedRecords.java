package dev.tappet.source.kafka.value;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * What Avro is to know of a generated class. Avro makes objects only of classes that it
 * was told to trust, since a schema from outside may name any: here those are the ones
 * that the schema of the handler's own class names, and no setting of the whole process
 * is needed for them.
 */
final class GeneratedRecords extends SpecificData {

	private static final ClassValue<GeneratedRecords> KNOWN = new ClassValue<>() {

		@Override
		protected GeneratedRecords computeValue(Class<?> type) {
			return new GeneratedRecords(type, SpecificData.getForClass(type));
		}

	};

	private final Map<String, Class<?>> trusted = new HashMap<>();

	private final Schema schema;

	private GeneratedRecords(Class<?> type, SpecificData model) {
		super(type.getClassLoader());
		this.schema = model.getSchema(type);
		model.getConversions().forEach(this::addLogicalTypeConversion);
		trust(this.schema, new HashSet<>());
	}

	static GeneratedRecords of(Class<?> type) {
		return KNOWN.get(type);
	}

	/** The schema of the class. */
	Schema schema() {
		return this.schema;
	}

	private void trust(Schema within, Set<String> seen) {
		switch (within.getType()) {
			case RECORD -> {
				if (seen.add(within.getFullName())) {
					trust(within);
					within.getFields().forEach((field) -> trust(field.schema(), seen));
				}
			}
			case ENUM, FIXED -> trust(within);
			case ARRAY -> trust(within.getElementType(), seen);
			case MAP -> trust(within.getValueType(), seen);
			case UNION -> within.getTypes().forEach((each) -> trust(each, seen));
			case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
			}
		}
	}

	private void trust(Schema named) {
		try {
			this.trusted.put(named.getFullName(), ClassUtils.forName(getClassName(named), getClassLoader()));
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// Avro has a generic object for it.
		}
	}

	@Override
	@SuppressWarnings("rawtypes")
	public @Nullable Class getClass(Schema wanted) {
		return switch (wanted.getType()) {
			case RECORD, ENUM, FIXED -> {
				Class<?> known = this.trusted.get(wanted.getFullName());
				yield (known != null) ? known : super.getClass(wanted);
			}
			case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL, ARRAY, MAP, UNION -> super.getClass(wanted);
		};
	}

}
