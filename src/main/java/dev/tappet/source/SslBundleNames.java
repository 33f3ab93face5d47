package dev.tappet.source;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The names of the SSL bundles of an application. The bundles themselves cannot be had
 * before the configuration is read.
 *
 * @param environment where they are configured
 * @param beans where others are registered
 */
public record SslBundleNames(Environment environment,
		ListableBeanFactory beans) implements Supplier<@Nullable List<String>> {

	/**
	 * Looks for them.
	 * @return the names, or {@code null} where something registers bundles that does not
	 * say their names
	 */
	@Override
	public @Nullable List<String> get() {
		if (this.beans.getBeanNamesForType(SslBundleRegistrar.class, true, false).length > 1) {
			return null;
		}
		Set<String> names = new TreeSet<>();
		for (String kind : List.of("jks", "pem")) {
			Binder.get(this.environment)
				.bind("spring.ssl.bundle." + kind, Bindable.mapOf(String.class, Object.class))
				.ifBound((bundles) -> names.addAll(bundles.keySet()));
		}
		return List.copyOf(names);
	}

}
