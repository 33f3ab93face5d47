package dev.tappet.configuration;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong in the configuration.
 *
 * @param key the property, such as {@code tappet.triggers.order-created.timeout}
 * @param value its value as it may be shown, secrets masked, or {@code null} where there
 * is none
 * @param place where it stands, such as {@code config/application.yml:12}, or
 * {@code null}
 * @param problem what is wrong
 * @param remedy what to do
 */
public record ConfigurationProblem(String key, @Nullable String value, @Nullable String place, String problem,
		String remedy) {
}
