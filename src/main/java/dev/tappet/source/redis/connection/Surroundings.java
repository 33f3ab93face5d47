package dev.tappet.source.redis.connection;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What a connection may name that is configured elsewhere.
 *
 * @param bundles which SSL bundles there are
 * @param variables what an environment variable has, or {@code null} where nobody is to
 * look
 */
public record Surroundings(BundleNames bundles, @Nullable Function<String, @Nullable String> variables) {

	/** Nobody knows what there is. */
	static final Surroundings UNKNOWN = new Surroundings(BundleNames.UNKNOWN, null);

}
