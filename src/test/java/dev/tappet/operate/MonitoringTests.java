package dev.tappet.operate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.tappet.source.ReadBuffer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the chart brings for Prometheus and Grafana.
 */
class MonitoringTests {

	private static final Path FOLDER = Path.of("helm", "tappet", "monitoring");

	/** Shown by meters of their own. */
	private static final List<String> OTHERS = List.of("tappet_paused", "tappet_stalled");

	@ParameterizedTest
	@ValueSource(strings = { "rules.yaml", "dashboard.json" })
	void namesNoMetricThatThereIsNot(String file) throws IOException {
		Set<String> named = Pattern.compile("\\btappet_[a-z_]+")
			.matcher(Files.readString(FOLDER.resolve(file)))
			.results()
			.map(MatchResult::group)
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(named).isNotEmpty().isSubsetOf(metrics());
	}

	private static Set<String> metrics() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		TestTrigger orders = TestTrigger.stream("orders", "orders").withBacklog(1, 1);
		TestRegistry triggers = TestRegistry.of(orders);
		SettableClock clock = new SettableClock();
		Figures figures = new Figures(triggers, clock);
		new InvocationMeters(registry).watch(orders.definition(), orders.traits());
		new TriggerMeters(triggers).bindTo(registry);
		new FigureMeters(triggers, figures, new SharedRefresh(figures, clock)).bindTo(registry);
		new ReadBufferMeters(new ReadBuffer(1)).bindTo(registry);
		Set<String> names = registry.scrape()
			.lines()
			.filter((line) -> line.startsWith("tappet_"))
			.map((line) -> line.substring(0, Math.max(line.indexOf('{'), line.indexOf(' '))).replaceAll("[{ ].*", ""))
			.collect(Collectors.toCollection(TreeSet::new));
		names.addAll(OTHERS);
		return names;
	}

	@Test
	void isADashboardWithoutPlacesTakenTwice() throws IOException {
		Set<String> places = new TreeSet<>();
		new JsonMapper().readTree(Files.readString(FOLDER.resolve("dashboard.json")))
			.get("panels")
			.forEach((panel) -> assertThat(
					places.add(panel.get("gridPos").get("x").asInt() + ", " + panel.get("gridPos").get("y").asInt()))
				.as(panel.get("title").asString())
				.isTrue());
		assertThat(places).hasSizeGreaterThan(15);
	}

	@Test
	void firesWhenItShouldAndNotElse() throws IOException, InterruptedException {
		String promtool = find("promtool");
		Assumptions.assumeTrue(promtool != null, "promtool, of Prometheus, is not on the PATH");
		Path test = Path.of("src", "test", "prometheus", "rules-test.yaml");
		run(promtool, "check", "rules", FOLDER.resolve("rules.yaml").toString());
		run(promtool, "test", "rules", test.toString());
	}

	private static @Nullable String find(String program) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
			.map((folder) -> Path.of(folder, program))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst()
			.orElse(null);
	}

	private static void run(@Nullable String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
			assertThat(process.exitValue()).as(output).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

}
