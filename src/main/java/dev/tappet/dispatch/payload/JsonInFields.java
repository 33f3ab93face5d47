package dev.tappet.dispatch.payload;

import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.databind.type.MapType;

/**
 * Lets a field of an entry carry JSON where the property is an object, a collection, a
 * map or an array: {@code address} = {@code {"city":"Oslo"}}. Types that can be made from
 * a string keep the string.
 */
final class JsonInFields extends ValueDeserializerModifier {

	private final transient JsonMapper mapper;

	JsonInFields(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription.Supplier description,
			ValueDeserializer<?> deserializer) {
		boolean wantsObject = deserializer.logicalType() == LogicalType.POJO
				&& !(deserializer instanceof ValueInstantiator.Gettable gettable
						&& gettable.getValueInstantiator().canCreateFromString());
		return wantsObject ? wrap(deserializer) : deserializer;
	}

	@Override
	public ValueDeserializer<?> modifyCollectionDeserializer(DeserializationConfig config, CollectionType type,
			BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
		return wrap(deserializer);
	}

	@Override
	public ValueDeserializer<?> modifyMapDeserializer(DeserializationConfig config, MapType type,
			BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
		return wrap(deserializer);
	}

	@Override
	public ValueDeserializer<?> modifyArrayDeserializer(DeserializationConfig config, ArrayType type,
			BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
		return wrap(deserializer);
	}

	private ValueDeserializer<?> wrap(ValueDeserializer<?> deserializer) {
		return new JsonInFieldDeserializer(this.mapper, deserializer);
	}

}
