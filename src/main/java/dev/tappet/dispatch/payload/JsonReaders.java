package dev.tappet.dispatch.payload;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.core.ResolvableType;

/**
 * Makes the JSON readers of the payload types, on the application's own mapper: its
 * modules and settings hold here too, and so do its limits on depth and length.
 */
final class JsonReaders {

	private static final byte[] PROBE = "{}".getBytes(StandardCharsets.UTF_8);

	private final JsonMapper documents;

	private final JsonMapper fields;

	JsonReaders(JsonMapper mapper) {
		this.documents = mapper.rebuild()
			.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
			.build();
		this.fields = this.documents.rebuild()
			.enable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
			.addModule(
					new SimpleModule("tappet-entry-fields").setDeserializerModifier(new JsonInFields(this.documents)))
			.build();
	}

	JsonPayload ofDocument(ResolvableType type) {
		return new JsonPayload("cannot read JSON into " + TypeNames.of(type), true, reader(this.documents, type));
	}

	/**
	 * For an entry's values: all of them are strings, which become numbers, times and so
	 * on as the properties need them, also objects and arrays where the text is JSON.
	 */
	JsonPayload ofFields(ResolvableType type) {
		return new JsonPayload("cannot read the entry's fields into " + TypeNames.of(type), false,
				reader(this.fields, type));
	}

	private static ObjectReader reader(JsonMapper mapper, ResolvableType type) {
		ObjectReader reader = mapper.readerFor(javaType(mapper, type, new LinkedHashSet<>()));
		try {
			// Better a start that fails than every message in the dead letters.
			reader.readValue(PROBE);
		}
		catch (InvalidDefinitionException ex) {
			throw new UnreadableTypeException(ex.getOriginalMessage());
		}
		catch (JacksonException ex) {
			// The probe need not fit.
		}
		return reader;
	}

	private static JavaType javaType(JsonMapper mapper, ResolvableType type, Set<Object> within) {
		if (type.isArray()) {
			return mapper.getTypeFactory().constructArrayType(javaType(mapper, type.getComponentType(), within));
		}
		Class<?> raw = type.resolve(Object.class);
		// A type variable may be bound by itself, as in Node<T extends Node<T>>.
		if (!type.hasGenerics() || !within.add(type.getType())) {
			return mapper.constructType(raw);
		}
		ResolvableType[] generics = type.getGenerics();
		JavaType[] arguments = new JavaType[generics.length];
		for (int i = 0; i < generics.length; i++) {
			arguments[i] = javaType(mapper, generics[i], within);
		}
		within.remove(type.getType());
		return mapper.getTypeFactory().constructParametricType(raw, arguments);
	}

}
