package dev.tappet.dispatch;

import java.util.regex.Pattern;

import org.springframework.core.ResolvableType;

/**
 * Types as a reader knows them: {@code List<Order>}, without packages.
 */
final class TypeNames {

	private static final Pattern QUALIFIER = Pattern.compile("[\\w$]+[.$](?=[\\w$])");

	private TypeNames() {
	}

	static String of(ResolvableType type) {
		return QUALIFIER.matcher(type.toString()).replaceAll("");
	}

	static String of(Class<?> type) {
		return type.getSimpleName();
	}

}
