package dev.tappet.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Writes all problems for a person to read: by section, one paragraph each.
 */
final class ProblemReport {

	private static final Pattern NAMED = Pattern
		.compile("tappet\\.(?<section>triggers|connections)(\\.(?<name>[^.\\[]+)|\\[(?<odd>[^\\]]+)\\]).*");

	private static final int WIDTH = 100;

	private static final String INDENT = "    ";

	private static final String CONTINUED = INDENT + " ".repeat("Problem: ".length());

	private ProblemReport() {
	}

	static String render(List<ConfigurationProblem> problems) {
		Map<String, List<ConfigurationProblem>> sections = problems.stream()
			.collect(Collectors.groupingBy((problem) -> section(problem.key()), LinkedHashMap::new,
					Collectors.toList()));
		StringBuilder report = new StringBuilder(heading(problems.size()));
		sections.forEach((section, members) -> {
			report.append("\n\n").append(section).append("\n");
			report.append(members.stream().map(ProblemReport::paragraph).collect(Collectors.joining("\n")));
		});
		return report.toString();
	}

	private static String heading(int count) {
		return (count == 1) ? "1 problem in the configuration:" : "%d problems in the configuration:".formatted(count);
	}

	private static String section(String key) {
		if (!key.startsWith("tappet")) {
			return "Default connection";
		}
		Matcher named = NAMED.matcher(key);
		if (!named.matches()) {
			return key.startsWith("tappet.defaults") ? "Defaults of all triggers" : "Service";
		}
		String name = (named.group("name") != null) ? named.group("name") : named.group("odd");
		return ("triggers".equals(named.group("section")) ? "Trigger " : "Connection ") + name;
	}

	private static String paragraph(ConfigurationProblem problem) {
		return "\n" + line("Key:", problem.key()) + line("Value:", problem.value()) + line("Place:", problem.place())
				+ line("Problem:", wrapped(problem.problem()))
				+ line("Remedy:", wrapped(problem.remedy())).stripTrailing();
	}

	private static String line(String label, @Nullable String text) {
		return (text != null) ? INDENT + "%-8s ".formatted(label) + text + "\n" : "";
	}

	private static String wrapped(String text) {
		StringBuilder wrapped = new StringBuilder();
		int column = 0;
		for (String word : text.split(" ", -1)) {
			if (column > 0 && column + word.length() >= WIDTH) {
				wrapped.append("\n").append(CONTINUED);
				column = 0;
			}
			else if (!wrapped.isEmpty()) {
				wrapped.append(" ");
			}
			wrapped.append(word);
			column += word.length() + 1;
		}
		return wrapped.toString();
	}

}
