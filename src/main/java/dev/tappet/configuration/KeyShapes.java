package dev.tappet.configuration;

import java.beans.PropertyDescriptor;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.unit.DataSize;

/**
 * Derives the shape of a block from the type that it binds to, so that no key is named
 * twice.
 */
final class KeyShapes {

	private KeyShapes() {
	}

	/**
	 * The keys of a type.
	 * @param type a record, or a bean with setters
	 */
	static KeyShape.Block of(Class<?> type) {
		Map<String, KeyShape> keys = new LinkedHashMap<>();
		if (type.isRecord()) {
			for (RecordComponent component : type.getRecordComponents()) {
				keys.put(dashed(component.getName()), behind(component.getType()));
			}
		}
		else {
			for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
				Class<?> valueType = property.getPropertyType();
				if (valueType != null && valueType != Class.class) {
					keys.put(dashed(property.getName()), behind(valueType));
				}
			}
		}
		return new KeyShape.Block(Collections.unmodifiableMap(keys));
	}

	private static KeyShape behind(Class<?> type) {
		if (Map.class.isAssignableFrom(type)) {
			return new KeyShape.Open();
		}
		return isValue(type) ? new KeyShape.Value(type.isArray() || Collection.class.isAssignableFrom(type)) : of(type);
	}

	/** Whether a type is that of a value or of a list of values, and no block of keys. */
	static boolean isValue(Class<?> type) {
		return BeanUtils.isSimpleProperty(type) || type.getName().startsWith("java.") || type == DataSize.class;
	}

	private static String dashed(String name) {
		return DataObjectPropertyName.toDashedForm(name);
	}

}
