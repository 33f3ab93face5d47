package dev.tappet.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;

/**
 * Turns the text of a key into a value, or into a problem. As in Spring Boot an empty
 * text counts as none.
 */
final class ValueReader {

	private static final Set<String> TRUE = Set.of("true", "on", "yes", "1");

	private static final Set<String> FALSE = Set.of("false", "off", "no", "0");

	private final Placeholders placeholders;

	private final Problems problems;

	ValueReader(Placeholders placeholders, Problems problems) {
		this.placeholders = placeholders;
		this.problems = problems;
	}

	Optional<String> text(@Nullable PropertyNode node) {
		PropertyNode.Entry entry = (node != null) ? node.entry() : null;
		if (node == null || entry == null || entry.text().isEmpty()) {
			return Optional.empty();
		}
		boolean open = Secrets.isOpen(node, entry.text());
		return switch (this.placeholders.resolve(entry.text(), open)) {
			case Placeholders.Resolved resolved -> Optional.of(resolved.text()).filter((text) -> !text.isEmpty());
			case Placeholders.Unresolved unresolved -> {
				this.problems.add(node, unresolved.mention() + " stands for nothing.",
						"Set that property or environment variable, or give a default as in ${NAME:default}.");
				yield Optional.empty();
			}
		};
	}

	Optional<Integer> integer(@Nullable PropertyNode node, int min, int max) {
		String remedy = "Give a whole number %s."
			.formatted(range(Integer.toString(min), (max == Integer.MAX_VALUE) ? null : Integer.toString(max)));
		Optional<String> text = text(node).map(String::strip);
		if (node == null || text.isEmpty()) {
			return Optional.empty();
		}
		if (!text.get().matches("[+-]?\\d+")) {
			return bad(node, text.get(), "Not a whole number.", remedy);
		}
		try {
			int value = Integer.parseInt(text.get());
			return (value >= min && value <= max) ? Optional.of(value) : outOfRange(node, text.get(), remedy);
		}
		catch (NumberFormatException ex) {
			return outOfRange(node, text.get(), remedy);
		}
	}

	Optional<Double> decimal(@Nullable PropertyNode node, double min, double max) {
		String remedy = "Give a number %s.".formatted(range(plain(min), plain(max)));
		Optional<String> text = text(node).map(String::strip);
		if (node == null || text.isEmpty()) {
			return Optional.empty();
		}
		if (!text.get().matches("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?")) {
			return bad(node, text.get(), "Not a number.", remedy);
		}
		double value = Double.parseDouble(text.get());
		return (value >= min && value <= max) ? Optional.of(value) : outOfRange(node, text.get(), remedy);
	}

	Optional<Duration> duration(@Nullable PropertyNode node, Duration min, Duration max) {
		Optional<String> text = text(node).map(String::strip);
		if (node == null || text.isEmpty()) {
			return Optional.empty();
		}
		try {
			Duration value = DurationStyle.detectAndParse(text.get());
			boolean fits = value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
			return fits ? Optional.of(value) : outOfRange(node, text.get(),
					"Give a duration %s.".formatted(range(Durations.print(min), Durations.print(max))));
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			return bad(node, text.get(), "Not a duration.",
					"Give a duration such as 500ms, 1s, 5m or PT1M30S; a plain number counts milliseconds.");
		}
	}

	Optional<Boolean> flag(@Nullable PropertyNode node) {
		Optional<String> text = text(node).map(String::strip);
		if (node == null || text.isEmpty()) {
			return Optional.empty();
		}
		String lower = text.get().toLowerCase(Locale.ROOT);
		if (!TRUE.contains(lower) && !FALSE.contains(lower)) {
			return bad(node, text.get(), "Neither true nor false.", "Use true or false.");
		}
		return Optional.of(TRUE.contains(lower));
	}

	<E extends Enum<E>> Optional<E> choice(@Nullable PropertyNode node, Class<E> type) {
		Optional<String> text = text(node).map(String::strip);
		if (node == null || text.isEmpty()) {
			return Optional.empty();
		}
		List<E> constants = List.of(type.getEnumConstants());
		for (E constant : constants) {
			if (Relaxed.same(constant.name(), text.get())) {
				return Optional.of(constant);
			}
		}
		List<String> legal = constants.stream().map(Relaxed::dashed).toList();
		return bad(node, text.get(), "Not one of the values that are possible here.",
				"Use %s.".formatted(NearNames.alternatives(legal)));
	}

	/**
	 * A list, written as a YAML list or with commas.
	 */
	List<String> list(@Nullable PropertyNode node) {
		List<String> values = new ArrayList<>();
		for (PropertyNode each : (node != null) ? node.listed() : List.<PropertyNode>of()) {
			text(each).ifPresent((text) -> values.addAll(StringUtils.commaDelimitedListToSet(text)));
		}
		return values.stream().map(String::strip).filter((value) -> !value.isEmpty()).toList();
	}

	/**
	 * Reports a value, as it is once its placeholders are resolved.
	 */
	<T> Optional<T> bad(PropertyNode node, String value, String problem, String remedy) {
		PropertyNode.Entry entry = node.entry();
		boolean resolved = entry != null && !entry.text().strip().equals(value.strip());
		boolean open = Secrets.isOpen(node, value);
		String shown = (resolved && entry != null && open) ? value + " (from " + entry.text() + ")" : value;
		this.problems.add(node, shown, problem, remedy);
		return Optional.empty();
	}

	private <T> Optional<T> outOfRange(PropertyNode node, String value, String remedy) {
		return bad(node, value, "Out of range.", remedy);
	}

	private static String range(String min, @Nullable String max) {
		return (max != null) ? "from " + min + " to " + max : "of " + min + " or more";
	}

	private static String plain(double number) {
		return (number == Math.rint(number)) ? Long.toString((long) number) : Double.toString(number);
	}

}
