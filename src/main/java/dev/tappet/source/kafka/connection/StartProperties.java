package dev.tappet.source.kafka.connection;

import org.jspecify.annotations.Nullable;

/**
 * How this process was started: the system properties.
 */
@FunctionalInterface
interface StartProperties {

	@Nullable String get(String name);

}
