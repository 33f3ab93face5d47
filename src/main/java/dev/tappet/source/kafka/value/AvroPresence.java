package dev.tappet.source.kafka.value;

import org.springframework.util.ClassUtils;

/**
 * Whether Avro is there: it is an optional library.
 */
final class AvroPresence {

	private AvroPresence() {
	}

	static boolean in(ClassLoader loader) {
		return ClassUtils.isPresent("org.apache.avro.Schema", loader);
	}

}
