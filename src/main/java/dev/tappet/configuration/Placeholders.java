package dev.tappet.configuration;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.PropertyPlaceholderHelper;
import org.springframework.util.SystemPropertyUtils;

/**
 * Puts in what <code>${…}</code> stands for. Unlike by default in Spring Boot's binder,
 * one that stands for nothing is a mistake.
 */
final class Placeholders implements PlaceholdersResolver {

	private final PlaceholdersResolver resolver;

	Placeholders(ConfigurableEnvironment environment) {
		this.resolver = new PropertySourcesPlaceholdersResolver(environment.getPropertySources(),
				new PropertyPlaceholderHelper(SystemPropertyUtils.PLACEHOLDER_PREFIX,
						SystemPropertyUtils.PLACEHOLDER_SUFFIX, SystemPropertyUtils.VALUE_SEPARATOR,
						SystemPropertyUtils.ESCAPE_CHARACTER, false));
	}

	@Override
	public @Nullable Object resolvePlaceholders(@Nullable Object value) {
		return this.resolver.resolvePlaceholders(value);
	}

	Result resolve(String raw) {
		try {
			return new Resolved(String.valueOf(resolvePlaceholders(raw)));
		}
		catch (PlaceholderResolutionException ex) {
			return new Unresolved(ex.getPlaceholder());
		}
	}

	/**
	 * What became of a value.
	 */
	sealed interface Result {

	}

	/**
	 * A value without placeholders.
	 *
	 * @param text the value
	 */
	record Resolved(String text) implements Result {
	}

	/**
	 * A value with a placeholder that stands for nothing.
	 *
	 * @param name the name in the placeholder
	 */
	record Unresolved(String name) implements Result {

		/**
		 * What to call the placeholder: within a secret it may be a part of that, unless
		 * it is set apart.
		 * @param raw the value as it stands
		 * @param open whether that may be shown
		 */
		String mention(String raw, boolean open) {
			boolean separate = open
					|| Pattern.compile("(^|[:=@/,?])\\$\\{" + Pattern.quote(this.name) + "\\}($|[:@/,?])")
						.matcher(raw)
						.find();
			return separate ? "${" + this.name + "}" : "A placeholder in it";
		}

	}

}
