package dev.tappet.source.kafka.connection;

import java.util.List;
import java.util.function.Supplier;

import dev.tappet.source.NearNames;
import dev.tappet.source.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Which SSL bundles an application has.
 *
 * @param names asks for their names, when a connection names one; {@code null} is
 * answered where nobody knows
 */
record KnownBundles(Supplier<@Nullable List<String>> names) {

	/** Reports a bundle that there is not. */
	void check(String key, String bundle, Problems problems) {
		List<String> known = this.names.get();
		if (known != null && !known.contains(bundle)) {
			problems.add(key, "No SSL bundle has this name.",
					known.isEmpty() ? "Define it under spring.ssl.bundle.pem or spring.ssl.bundle.jks."
							: NearNames.hint(bundle, known));
		}
	}

}
