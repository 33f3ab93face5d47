package dev.tappet.configuration;

import org.jspecify.annotations.Nullable;

/**
 * A trigger whose definition has problems, with what is needed to look for more.
 *
 * @param name the name under {@code tappet.triggers}
 * @param handler the handler's bean name, or {@code null} where none is set
 */
public record UnsoundTrigger(String name, @Nullable String handler) {
}
