package dev.tappet.dispatch.payload;

import java.util.regex.Pattern;

import org.springframework.core.ResolvableType;

/**
 * Types as a reader knows them: {@code List<Order>}, without packages.
 */
public final class TypeNames {

	private static final Pattern QUALIFIER = Pattern.compile("[\\w$]+[.$](?=[\\w$])");

	private TypeNames() {
	}

	/**
	 * A type with its arguments.
	 * @param type the type
	 * @return such as {@code List<Order>}
	 */
	public static String of(ResolvableType type) {
		return QUALIFIER.matcher(type.toString()).replaceAll("");
	}

	static String of(Class<?> type) {
		return type.getSimpleName();
	}

}
