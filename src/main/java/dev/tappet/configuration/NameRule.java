package dev.tappet.configuration;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What triggers and connections may be called.
 */
final class NameRule {

	static final Pattern LEGAL = Pattern.compile("[a-z0-9-]+");

	private static final Set<String> YES_OR_NO = Set.of("true", "false");

	private final FoundProblems problems;

	NameRule(FoundProblems problems) {
		this.problems = problems;
	}

	/**
	 * The name of a trigger or connection. Of several spellings, such as those of a file
	 * and of a command line argument, the legal one.
	 */
	static String of(PropertyNode node) {
		return node.spellings()
			.stream()
			.filter((name) -> LEGAL.matcher(name).matches())
			.findFirst()
			.orElse(node.name());
	}

	void check(PropertyNode node) {
		String name = of(node);
		if (!LEGAL.matcher(name).matches()) {
			String better = suggestion(name);
			this.problems.addWithoutValue(node, "A name may hold lower-case letters, digits and dashes only.",
					better.isEmpty() ? "Choose another name." : "Call it '%s'.".formatted(better));
		}
		else if (YES_OR_NO.contains(name)) {
			this.problems.addWithoutValue(node,
					"YAML reads on, off, yes and no as true or false where they have no quotes.",
					"Write the name in quotes, or choose another than true and false.");
		}
	}

	private static String suggestion(String name) {
		return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9]+", "-")
			.replaceAll("^-|-$", "");
	}

}
