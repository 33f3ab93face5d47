package dev.tappet.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Sorts problems as one comes across them from the top of each file on. Those that stand
 * in no file come last, in the order in which they were found.
 */
final class PlaceOrder {

	private static final Pattern IN_FILE = Pattern.compile("(?<file>.+):(?<line>\\d{1,9})");

	private PlaceOrder() {
	}

	static List<ConfigurationProblem> sorted(List<ConfigurationProblem> problems) {
		List<String> files = problems.stream().map((problem) -> file(problem.place())).distinct().toList();
		List<ConfigurationProblem> sorted = new ArrayList<>(problems);
		sorted.sort(Comparator.<ConfigurationProblem>comparingInt((problem) -> line(problem.place()) > 0 ? 0 : 1)
			.thenComparingInt((problem) -> files.indexOf(file(problem.place())))
			.thenComparingInt((problem) -> line(problem.place())));
		return List.copyOf(sorted);
	}

	private static String file(@Nullable String place) {
		Matcher inFile = IN_FILE.matcher((place != null) ? place : "");
		return inFile.matches() ? inFile.group("file") : "";
	}

	private static int line(@Nullable String place) {
		Matcher inFile = IN_FILE.matcher((place != null) ? place : "");
		return inFile.matches() ? Integer.parseInt(inFile.group("line")) : 0;
	}

}
