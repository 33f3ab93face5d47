package dev.tappet.configuration;

import java.util.HashMap;
import java.util.LinkedHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.env.MapPropertySource;

/**
 * Environment variables under the names of the keys that they mean. Spring Boot alone
 * would take no underscore for a dash within a name that the user chose.
 */
final class AdaptedVariables extends MapPropertySource implements OriginLookup<String> {

	private final HashMap<String, Origin> origins = new HashMap<>();

	AdaptedVariables(String name) {
		super(name, new LinkedHashMap<>());
	}

	void add(String key, String variable, Object value) {
		this.source.put(key, value);
		this.origins.put(key, new SystemEnvironmentOrigin(variable));
	}

	@Override
	public @Nullable Origin getOrigin(String key) {
		return this.origins.get(key);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

}
