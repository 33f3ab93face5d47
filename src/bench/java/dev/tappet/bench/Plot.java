package dev.tappet.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws bars: a panel for each group, with the range of the rounds as a thin line.
 */
final class Plot {

	private static final int WIDTH = 900;

	private static final int LABELS = 300;

	private static final int BARS = 480;

	private static final int ROW = 22;

	private static final String OURS = "#2f7ed8";

	private static final String OTHERS = "#b8bec6";

	private final Map<String, List<Bar>> panels = new LinkedHashMap<>();

	private final String caption;

	private record Bar(String name, double value, double low, double high) {
	}

	Plot(Results results, Map<String, Object> machine) {
		this.caption = machine.get("processors") + " processors, " + machine.get("java") + ", Redis "
				+ machine.get("redis");
		results.rounds().forEach((entry, rounds) -> {
			if (!rounds.isEmpty()) {
				double median = Results.median(rounds, Measurement::rate);
				panel(entry.group() + ", messages/s").add(new Bar(entry.name(), median,
						rounds.stream().mapToDouble(Measurement::rate).min().orElse(median),
						rounds.stream().mapToDouble(Measurement::rate).max().orElse(median)));
			}
		});
		for (Figure figure : results.figures()) {
			for (String value : List.of("p50 ms", "p99 ms", Waiting.RATE, IdleService.CPU)) {
				if (figure.values().containsKey(value)) {
					double found = figure.value(value);
					panel(figure.table() + ", " + value).add(new Bar(figure.name(), found, found, found));
				}
			}
		}
	}

	private List<Bar> panel(String title) {
		return this.panels.computeIfAbsent(title, (name) -> new ArrayList<>());
	}

	String svg() {
		StringBuilder body = new StringBuilder();
		int y = 30;
		y = text(body, 10, y, "bold", this.caption);
		for (Map.Entry<String, List<Bar>> panel : this.panels.entrySet()) {
			y = text(body, 10, y + 14, "bold", panel.getKey());
			double most = panel.getValue().stream().mapToDouble(Bar::high).max().orElse(1);
			for (Bar bar : panel.getValue()) {
				draw(body, bar, y, BARS / most);
				y += ROW;
			}
		}
		return """
				<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
				<rect width="100%%" height="100%%" fill="white"/>
				%s</svg>
				""".formatted(WIDTH, y + 20, body);
	}

	private static int text(StringBuilder body, int x, int y, String weight, String text) {
		body.append("<text x=\"%d\" y=\"%d\" font-weight=\"%s\">%s</text>%n".formatted(x, y, weight, escape(text)));
		return y + 8;
	}

	private static void draw(StringBuilder body, Bar bar, int y, double scale) {
		int middle = y + ROW / 2;
		double length = bar.value() * scale;
		text(body, 20, middle + 4, "normal", bar.name());
		body.append("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n".formatted(LABELS, y + 3,
				length, ROW - 6, bar.name().contains("Tappet") ? OURS : OTHERS));
		if (bar.high() > bar.low()) {
			body.append("<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"black\"/>%n"
				.formatted(LABELS + bar.low() * scale, LABELS + bar.high() * scale, middle, middle));
		}
		text(body, (int) (LABELS + bar.high() * scale) + 6, middle + 4, "normal", Table.number(bar.value()));
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

}
