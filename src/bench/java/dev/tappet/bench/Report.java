package dev.tappet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results as text, JSON and a plot.
 */
final class Report {

	private final Results results;

	private final Settings settings;

	private final Map<String, Object> machine;

	Report(Results results, Settings settings, Map<String, Object> machine) {
		this.results = results;
		this.settings = settings;
		this.machine = machine;
	}

	void write(Path folder) throws IOException {
		String text = text();
		System.out.println(text);
		Files.writeString(folder.resolve("bench.txt"), text);
		JsonMapper.builder()
			.enable(SerializationFeature.INDENT_OUTPUT)
			.build()
			.writeValue(folder.resolve("bench.json").toFile(), json());
		Files.writeString(folder.resolve("bench.svg"), new Plot(this.results, this.machine).svg());
		Profile.write(folder);
	}

	private String text() {
		StringBuilder text = new StringBuilder("%n%s%n%s%n".formatted(this.machine, this.settings));
		text.append(
				"Medians of the rounds; ratios are taken within each round. Processor seconds per 100,000 messages; ")
			.append("heap: bytes that all threads of the JVM have allocated, per message.\n");
		groups().forEach((group) -> text.append("\n").append(rates(group)));
		tables().forEach((table) -> text.append("\n").append(figures(table)));
		Table targets = new Table("target", "wanted", "measured", "met");
		Target.of(this.results)
			.forEach((target) -> targets
				.row(List.of(target.what(), target.bound(), Table.number(target.measured()), target.met())));
		return text.append("\n").append(targets).toString();
	}

	private List<String> groups() {
		return this.results.rounds().keySet().stream().map(Entry::group).distinct().toList();
	}

	private List<String> tables() {
		return this.results.figures().stream().map(Figure::table).distinct().toList();
	}

	private Table rates(String group) {
		Table table = new Table(group, "messages/s", "least", "most", "ratio", "ratio per round", "JVM s", "server s",
				"heap B", "lost", "left", "cut off");
		this.results.rounds().forEach((entry, rounds) -> {
			if (entry.group().equals(group) && !rounds.isEmpty()) {
				table.row(rates(entry, rounds));
			}
		});
		return table;
	}

	private List<String> rates(Entry entry, List<Measurement> rounds) {
		List<Double> ratios = ratios(entry);
		return List.of(entry.name(), Table.number(Results.median(rounds, Measurement::rate)),
				Table.number(rounds.stream().mapToDouble(Measurement::rate).min().orElse(Double.NaN)),
				Table.number(rounds.stream().mapToDouble(Measurement::rate).max().orElse(Double.NaN)),
				Table.number(Results.median(ratios)),
				String.join(" ", ratios.stream().map((ratio) -> "%.2f".formatted(ratio)).toList()),
				Table.number(Results.median(rounds, Measurement::jvmPer100k)),
				Table.number(Results.median(rounds, Measurement::serverPer100k)),
				"%.0f".formatted(Results.median(rounds, Measurement::bytesPerMessage)),
				String.valueOf(rounds.stream().mapToLong(Measurement::lost).sum()),
				String.valueOf(rounds.stream().mapToLong(Measurement::left).sum()),
				String.valueOf(rounds.stream().mapToLong(Measurement::cutOff).sum()));
	}

	private List<Double> ratios(Entry entry) {
		String reference = entry.reference();
		return (reference == null) ? List.of()
				: this.results.ratios(entry.group(), entry.name(), reference, Measurement::rate);
	}

	private Table figures(String name) {
		List<Figure> figures = this.results.table(name);
		List<String> values = figures.stream()
			.flatMap((figure) -> figure.values().keySet().stream())
			.distinct()
			.toList();
		List<String> titles = new ArrayList<>(List.of(name));
		titles.addAll(values);
		Table table = new Table(titles.toArray(String[]::new));
		for (Figure figure : figures) {
			List<String> cells = new ArrayList<>(List.of(figure.name()));
			values.forEach((value) -> cells.add(Table.number(figure.value(value))));
			table.row(cells);
		}
		return table;
	}

	private Map<String, Object> json() {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("machine", this.machine);
		json.put("settings", Map.of("rounds", this.settings.rounds(), "warmup", this.settings.warmup(), "backlog",
				this.settings.backlog(), "payload", this.settings.payload()));
		List<Object> candidates = new ArrayList<>();
		this.results.rounds().forEach((entry, rounds) -> candidates.add(json(entry, rounds)));
		json.put("candidates", candidates);
		json.put("figures", this.results.figures());
		json.put("targets", Target.of(this.results).stream().map(Report::json).toList());
		return json;
	}

	private Map<String, Object> json(Entry entry, List<Measurement> rounds) {
		Map<String, Object> candidate = new LinkedHashMap<>();
		candidate.put("group", entry.group());
		candidate.put("name", entry.name());
		candidate.put("reference", Objects.requireNonNullElse(entry.reference(), ""));
		candidate.put("messagesPerSecond", finite(Results.median(rounds, Measurement::rate)));
		candidate.put("ratio", finite(Results.median(ratios(entry))));
		candidate.put("ratios", ratios(entry));
		candidate.put("jvmSecondsPer100k", finite(Results.median(rounds, Measurement::jvmPer100k)));
		candidate.put("serverSecondsPer100k", finite(Results.median(rounds, Measurement::serverPer100k)));
		candidate.put("heapBytesPerMessage", finite(Results.median(rounds, Measurement::bytesPerMessage)));
		candidate.put("rounds", rounds);
		return candidate;
	}

	private static Map<String, Object> json(Target target) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("what", target.what());
		json.put("wanted", target.bound());
		json.put("measured", finite(target.measured()));
		json.put("met", target.met());
		return json;
	}

	private static @Nullable Double finite(double value) {
		return Double.isFinite(value) ? value : null;
	}

}
