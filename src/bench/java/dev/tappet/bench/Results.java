package dev.tappet.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * All that was measured.
 */
final class Results {

	private final Map<Entry, List<Measurement>> rounds = new LinkedHashMap<>();

	private final List<Figure> figures = new ArrayList<>();

	void add(Map<Entry, List<Measurement>> measured) {
		this.rounds.putAll(measured);
	}

	void add(Figure figure) {
		this.figures.add(figure);
		System.out.println(figure.table() + ": " + figure.name() + " " + figure.values());
	}

	Map<Entry, List<Measurement>> rounds() {
		return this.rounds;
	}

	List<Figure> figures() {
		return this.figures;
	}

	List<Figure> table(String name) {
		return this.figures.stream().filter((figure) -> figure.table().equals(name)).toList();
	}

	/** A value of a figure, or NaN where it was not measured. */
	double figure(String table, String name, String value) {
		return this.figures.stream()
			.filter((figure) -> figure.table().equals(table) && figure.name().equals(name))
			.findFirst()
			.map((figure) -> figure.value(value))
			.orElse(Double.NaN);
	}

	List<Measurement> of(String group, String name) {
		return this.rounds.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().group().equals(group) && entry.getKey().name().equals(name))
			.findFirst()
			.map(Map.Entry::getValue)
			.orElse(List.of());
	}

	/** A candidate's figure over another's, round by round. */
	List<Double> ratios(String group, String name, String reference, ToDoubleFunction<Measurement> of) {
		List<Measurement> these = of(group, name);
		List<Measurement> others = of(group, reference);
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < Math.min(these.size(), others.size()); i++) {
			ratios.add(of.applyAsDouble(these.get(i)) / of.applyAsDouble(others.get(i)));
		}
		return ratios;
	}

	static double median(List<Double> values) {
		if (values.isEmpty()) {
			return Double.NaN;
		}
		List<Double> sorted = values.stream().sorted().toList();
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

	static double median(List<Measurement> measured, ToDoubleFunction<Measurement> of) {
		return median(measured.stream().map(of::applyAsDouble).toList());
	}

}
