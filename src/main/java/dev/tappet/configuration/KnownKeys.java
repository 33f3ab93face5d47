package dev.tappet.configuration;

import java.beans.PropertyDescriptor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;

/**
 * Every key under {@code tappet}, derived from the properties types so that reader and
 * metadata agree.
 */
final class KnownKeys {

	static final Known.Block ROOT = ofRecord(TappetProperties.class);

	private KnownKeys() {
	}

	private static Known.Block ofRecord(Class<?> type) {
		Map<String, Known> keys = new LinkedHashMap<>();
		for (RecordComponent component : type.getRecordComponents()) {
			keys.put(DataObjectPropertyName.toDashedForm(component.getName()), ofComponent(component));
		}
		return new Known.Block(Collections.unmodifiableMap(keys));
	}

	private static Known ofComponent(RecordComponent component) {
		Class<?> type = component.getType();
		if (type == Map.class && component.getGenericType() instanceof ParameterizedType generic
				&& generic.getActualTypeArguments()[1] instanceof Class<?> value) {
			return new Known.Named(value.isRecord() ? ofRecord(value) : ofBean(value));
		}
		return type.isRecord() ? ofRecord(type) : ofValue(type);
	}

	private static Known.Block ofBean(Class<?> type) {
		Map<String, Known> keys = new LinkedHashMap<>();
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			Class<?> valueType = property.getPropertyType();
			if (valueType != null && valueType != Class.class) {
				String name = DataObjectPropertyName.toDashedForm(property.getName());
				keys.put(name, isNested(valueType) ? ofBean(valueType) : ofValue(valueType));
			}
		}
		return new Known.Block(Collections.unmodifiableMap(keys));
	}

	private static boolean isNested(Class<?> type) {
		return type.getNestHost() == DataRedisProperties.class && !type.isEnum();
	}

	private static Known ofValue(Class<?> type) {
		return new Known.Value(Collection.class.isAssignableFrom(type));
	}

}
