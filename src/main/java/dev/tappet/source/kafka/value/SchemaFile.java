package dev.tappet.source.kafka.value;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.core.io.Resource;

/**
 * A schema that a trigger brings along: a resource, or the JSON itself.
 */
final class SchemaFile {

	private SchemaFile() {
	}

	/** What is wrong with it, without what is in it, or {@code null}. */
	static @Nullable String fault(String location) {
		try {
			read(location);
			return null;
		}
		catch (UncheckedIOException ex) {
			return "No such resource, or none that may be read.";
		}
		catch (AvroRuntimeException ex) {
			return "Not a schema of Avro's.";
		}
	}

	static Schema read(String location) {
		if (location.startsWith("{") || location.startsWith("[")) {
			return new Schema.Parser().parse(location);
		}
		Resource resource = ApplicationResourceLoader.get(SchemaFile.class.getClassLoader()).getResource(location);
		try {
			return new Schema.Parser().parse(resource.getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
