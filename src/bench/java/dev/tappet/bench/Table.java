package dev.tappet.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text in columns.
 */
final class Table {

	private final List<List<String>> rows = new ArrayList<>();

	Table(String... titles) {
		this.rows.add(List.of(titles));
	}

	void row(List<String> cells) {
		this.rows.add(cells);
	}

	boolean isEmpty() {
		return this.rows.size() == 1;
	}

	/** A number with about three digits that count. */
	static String number(double value) {
		if (Double.isNaN(value)) {
			return "-";
		}
		double size = Math.abs(value);
		String format = (size >= 100 || value == Math.rint(value)) ? "%,.0f"
				: (size >= 10) ? "%.1f" : (size >= 1) ? "%.2f" : "%.3f";
		return String.format(Locale.ROOT, format, value);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (List<String> row : this.rows) {
			for (int i = 0; i < row.size(); i++) {
				int column = i;
				int width = this.rows.stream().mapToInt((other) -> other.get(column).length()).max().orElse(0);
				String gap = " ".repeat(width - row.get(i).length());
				text.append((i == 0) ? row.get(i) + gap : "  " + gap + row.get(i));
			}
			text.append(System.lineSeparator());
		}
		return text.toString();
	}

}
