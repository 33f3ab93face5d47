package dev.tappet.configuration;

import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.PropertyPlaceholderHelper;
import org.springframework.util.SystemPropertyUtils;

/**
 * Puts in what <code>${…}</code> stands for. Unlike in Spring Boot's binder, one that
 * stands for nothing is a mistake.
 */
final class Placeholders {

	private final PropertySourcesPlaceholdersResolver resolver;

	Placeholders(ConfigurableEnvironment environment) {
		this.resolver = new PropertySourcesPlaceholdersResolver(environment.getPropertySources(),
				new PropertyPlaceholderHelper(SystemPropertyUtils.PLACEHOLDER_PREFIX,
						SystemPropertyUtils.PLACEHOLDER_SUFFIX, SystemPropertyUtils.VALUE_SEPARATOR,
						SystemPropertyUtils.ESCAPE_CHARACTER, false));
	}

	/**
	 * Resolves a value.
	 * @param raw the value as it stands
	 * @param open whether it may be shown
	 */
	Result resolve(String raw, boolean open) {
		try {
			return new Resolved(String.valueOf(this.resolver.resolvePlaceholders(raw)));
		}
		catch (PlaceholderResolutionException ex) {
			return new Unresolved(mention(raw, ex.getPlaceholder(), open));
		}
	}

	/**
	 * Names the placeholder if it clearly is one: within a secret it may be a part of
	 * that.
	 */
	private static String mention(String raw, String name, boolean open) {
		boolean separate = open
				|| Pattern.compile("(^|[:=@/,?])\\$\\{" + Pattern.quote(name) + "\\}($|[:@/,?])").matcher(raw).find();
		return separate ? "${" + name + "}" : "A placeholder in it";
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
	 * @param mention what to call the placeholder
	 */
	record Unresolved(String mention) implements Result {
	}

}
