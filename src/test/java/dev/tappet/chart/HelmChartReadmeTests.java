package dev.tappet.chart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The chart's README has each value with its default and what {@code values.yaml} says of
 * it. With {@code -Dchart.readme=write} it is written.
 */
class HelmChartReadmeTests {

	private static final Path README = RenderedChart.CHART.resolve("README.md");

	private static final String START = "| value | default | what it sets |\n|---|---|---|\n";

	private static final Pattern KEY = Pattern.compile("( *)([A-Za-z_]+):.*");

	@Test
	void hasEachValueWithItsDefault() throws Exception {
		String table = table(Files.readAllLines(RenderedChart.CHART.resolve("values.yaml")));
		String readme = Files.readString(README);
		String written = readme.substring(0, readme.indexOf(START) + START.length()) + table;
		if ("write".equals(System.getProperty("chart.readme"))) {
			Files.writeString(README, written);
		}
		assertThat(readme)
			.as("mvn test -Dtest=HelmChartReadmeTests -Dchart.readme=write writes the table from values.yaml")
			.isEqualTo(written);
		assertThat(table).contains("| `image.repository` | `tappet` |", "| `replicaCount` | `1` | How many instances. ",
				"| `securityContext.capabilities.drop` | `[\"ALL\"]` |");
	}

	@Test
	void hasTheIconWithinItself() throws Exception {
		Object icon = RenderedChart.yaml(Files.readString(RenderedChart.CHART.resolve("Chart.yaml"))).get("icon");
		assertThat(icon).isEqualTo("data:image/svg+xml;base64,"
				+ Base64.getEncoder().encodeToString(Files.readAllBytes(RenderedChart.CHART.resolve("icon.svg"))));
	}

	private static String table(List<String> lines) {
		Map<String, Object> values = RenderedChart.yaml(String.join("\n", lines));
		StringBuilder table = new StringBuilder();
		List<String> comment = new ArrayList<>();
		Deque<String> path = new ArrayDeque<>();
		for (String line : lines) {
			Matcher key = KEY.matcher(line);
			if (line.strip().startsWith("#")) {
				comment.add(line.strip().substring(1));
			}
			else if (key.matches()) {
				while (path.size() > key.group(1).length() / 2) {
					path.removeLast();
				}
				path.addLast(key.group(2));
				Object value = at(values, path);
				boolean leaf = !(value instanceof Map<?, ?> map && !map.isEmpty());
				if (leaf || !comment.isEmpty()) {
					table.append("| `%s` | %s | %s |\n".formatted(String.join(".", path), leaf ? shown(value) : "",
							prose(comment)));
				}
				comment.clear();
			}
			else if (line.isBlank()) {
				comment.clear();
			}
		}
		return table.toString();
	}

	private static Object at(Map<String, Object> values, Deque<String> path) {
		Object value = values;
		for (String key : path) {
			value = RenderedChart.asMap(value).get(key);
		}
		return value;
	}

	private static String shown(Object value) {
		return "".equals(value) ? ""
				: "`" + JsonMapper.shared().writeValueAsString(value).replaceAll("^\"|\"$", "") + "`";
	}

	/** Without the examples, which are set in. */
	private static String prose(List<String> comment) {
		return String
			.join(" ",
					comment.stream()
						.filter((line) -> !line.startsWith("   ") && !line.isBlank())
						.map((line) -> line.strip().replaceAll(":$", "."))
						.toList())
			.replace("|", "\\|");
	}

}
