package dev.tappet.configuration;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import dev.tappet.source.NearNames;
import dev.tappet.source.Range;
import dev.tappet.source.Spelling;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * What a key takes, by its type and its range, in the words of a report.
 *
 * @param type the type of the value, or of those in a list
 * @param range the range, or {@code null}
 */
record ValueRule(Class<?> type, @Nullable Range range) {

	private static final List<Class<?>> WHOLE = List.of(Integer.class, Long.class, Short.class, Byte.class);

	private static final String NOT_WHOLE = "Not a whole number.";

	static final String OUT_OF_RANGE = "Out of range.";

	static ValueRule of(Bindable<?> target) {
		ResolvableType type = target.getType();
		Class<?> raw = type.resolve(Object.class);
		Class<?> element = Collection.class.isAssignableFrom(raw)
				? type.asCollection().getGeneric().resolve(Object.class) : raw;
		return new ValueRule(ClassUtils.resolvePrimitiveIfNecessary(element), target.getAnnotation(Range.class));
	}

	/**
	 * Why a text is no such value.
	 */
	String problem(String text) {
		if (isWhole()) {
			return text.strip().matches("[+-]?\\d+") ? OUT_OF_RANGE : NOT_WHOLE;
		}
		if (isDecimal()) {
			return "Not a number.";
		}
		if (this.type == Duration.class) {
			return "Not a duration.";
		}
		if (this.type == DataSize.class) {
			return "Not a size.";
		}
		return (this.type == Boolean.class) ? "Neither true nor false."
				: "Not one of the values that are possible here.";
	}

	/**
	 * What is wrong with a value that could be converted, or {@code null}.
	 * @param raw the value as it stands; of a fraction the binder takes the whole part
	 * without a word
	 * @param value the value
	 */
	@Nullable String problem(Object raw, Object value) {
		if (value instanceof Double number && !Double.isFinite(number)) {
			return "Not a number.";
		}
		if (isWhole() && raw instanceof Number number
				&& new BigDecimal(number.toString()).stripTrailingZeros().scale() > 0) {
			return NOT_WHOLE;
		}
		Range limits = this.range;
		if (limits == null) {
			return null;
		}
		boolean fits = (value instanceof Duration duration)
				? fits(duration, DurationStyle.detectAndParse(limits.min()), limits.max())
				: fits(new BigDecimal(value.toString()), limits);
		return fits ? null : OUT_OF_RANGE;
	}

	private static boolean fits(Duration value, Duration min, String max) {
		return value.compareTo(min) >= 0 && (max.isEmpty() || value.compareTo(DurationStyle.detectAndParse(max)) <= 0);
	}

	private static boolean fits(BigDecimal value, Range limits) {
		return value.compareTo(new BigDecimal(limits.min())) >= 0
				&& (limits.max().isEmpty() || value.compareTo(new BigDecimal(limits.max())) <= 0);
	}

	/**
	 * What to write instead.
	 * @param problem the problem
	 */
	String remedy(String problem) {
		if (isWhole()) {
			return "Give a whole number" + limits() + ".";
		}
		if (isDecimal()) {
			return "Give a number" + limits() + ".";
		}
		if (this.type == Duration.class) {
			return problem.equals(OUT_OF_RANGE) ? "Give a duration" + limits() + "."
					: "Give a duration such as 500ms, 1s, 5m or PT1M30S; a plain number counts milliseconds.";
		}
		if (this.type == DataSize.class) {
			return "Give a size such as 64MB or 1GB; a plain number counts bytes.";
		}
		if (this.type == Boolean.class) {
			return "Use true or false.";
		}
		return this.type.isEnum() ? "Use %s.".formatted(NearNames.alternatives(constants()))
				: "Look the key up in the README.";
	}

	private String limits() {
		Range limits = this.range;
		if (limits == null) {
			return "";
		}
		return limits.max().isEmpty() ? " of " + limits.min() + " or more"
				: " from " + limits.min() + " to " + limits.max();
	}

	private List<String> constants() {
		return Stream.of(this.type.getEnumConstants()).map((each) -> Spelling.dashed((Enum<?>) each)).toList();
	}

	private boolean isWhole() {
		return WHOLE.contains(this.type);
	}

	private boolean isDecimal() {
		return this.type == Double.class || this.type == Float.class || this.type == BigDecimal.class;
	}

}
