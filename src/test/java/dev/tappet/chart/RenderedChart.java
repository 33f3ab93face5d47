package dev.tappet.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.marcnuri.helm.Helm;
import org.yaml.snakeyaml.Yaml;

import org.springframework.util.FileSystemUtils;

/**
 * What Helm itself makes of the chart, as the release {@code test} in the namespace
 * {@code orders}.
 */
record RenderedChart(List<Map<String, Object>> documents) {

	static final Path CHART = Path.of("helm", "tappet").toAbsolutePath();

	/** Helm does not show what is tried by {@code helm test}, so here it is not that. */
	private static final Path WITH_TESTS = copy("helm.sh/hook", "of-the-test/hook");

	/**
	 * Renders the chart.
	 * @param values the values, as YAML
	 * @return all objects
	 * @throws IllegalStateException where Helm refuses, with its words
	 */
	static RenderedChart of(String values) {
		String text = with(values,
				(file) -> new Helm(WITH_TESTS).template()
					.withName("test")
					.withNamespace("orders")
					.withKubeVersion("1.27.0")
					.withValuesFile(file)
					.call());
		return new RenderedChart(StreamSupport.stream(new Yaml().loadAll(text).spliterator(), false)
			.filter(Objects::nonNull)
			.map(RenderedChart::asMap)
			.toList());
	}

	/** What Helm says when it has installed the chart. */
	static String notes(String values) {
		String output = with(values,
				(file) -> new Helm(CHART).install()
					.clientOnly()
					.dryRun()
					.withName("test")
					.withNamespace("orders")
					.withKubeVersion("1.27.0")
					.withValuesFile(file)
					.call()
					.getOutput());
		return output.substring(output.indexOf("NOTES:"));
	}

	private static String with(String values, Function<Path, String> call) {
		try {
			Path file = Files.createTempFile("values", ".yaml");
			try {
				return call.apply(Files.writeString(file, values));
			}
			finally {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path copy(String text, String replacement) {
		Path copy = Path.of("target", "chart", "tappet").toAbsolutePath();
		try (Stream<Path> files = Files.walk(CHART)) {
			FileSystemUtils.deleteRecursively(copy);
			for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
				Path target = copy.resolve(CHART.relativize(file));
				Files.createDirectories(target.getParent());
				Files.writeString(target, Files.readString(file).replace(text, replacement));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return copy;
	}

	static Map<String, Object> yaml(String text) {
		return asMap(new Yaml().load(text));
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> asMap(Object value) {
		return (Map<String, Object>) value;
	}

	List<Object> kinds() {
		return this.documents.stream().map((document) -> document.get("kind")).toList();
	}

	/** What the only object of a kind, or the first one, has at a place. */
	Object at(String kind, Object... path) {
		return at(this.documents.stream().filter((document) -> kind.equals(document.get("kind"))), kind, path);
	}

	/** What the object of a name has at a place. */
	Object named(String name, Object... path) {
		return at(this.documents.stream().filter((document) -> name.equals(asMap(metadata(document)).get("name"))),
				name, path);
	}

	private static Object metadata(Map<String, Object> document) {
		return Objects.requireNonNull(document.get("metadata"));
	}

	private static Object at(Stream<Map<String, Object>> documents, String which, Object... path) {
		Object value = documents.findFirst().orElseThrow(() -> new AssertionError("There is no " + which));
		for (Object step : path) {
			Object next = (step instanceof Integer index) ? ((List<?>) value).get(index) : asMap(value).get(step);
			value = Objects.requireNonNull(next, () -> which + " has nothing at " + List.of(path));
		}
		return value;
	}

	Map<String, Object> pod() {
		return asMap(at("Deployment", "spec", "template", "spec"));
	}

	Map<String, Object> annotations() {
		return asMap(at("Deployment", "spec", "template", "metadata", "annotations"));
	}

	Map<String, Object> container() {
		return asMap(at("Deployment", "spec", "template", "spec", "containers", 0));
	}

	Object container(Object... path) {
		return at(Stream.of(container()), "container", path);
	}

	/** The variables of the container, each with its value or where that comes from. */
	Map<String, Object> env() {
		Map<String, Object> variables = new LinkedHashMap<>();
		for (Object entry : (List<?>) container("env")) {
			Map<String, Object> variable = asMap(entry);
			variables.put((String) variable.get("name"),
					Objects.requireNonNull(variable.getOrDefault("value", variable.get("valueFrom"))));
		}
		return variables;
	}

	/** What the service reads as its {@code application.yml}. */
	Map<String, Object> application() {
		return yaml((String) at("ConfigMap", "data", "application.yml"));
	}

	/** The files of the config tree that name a property each. */
	List<String> properties() {
		return sources().stream()
			.flatMap((source) -> source.values().stream())
			.map((source) -> RenderedChart.asMap(source).get("items"))
			.filter(Objects::nonNull)
			.map((items) -> (String) asMap(((List<?>) items).get(0)).get("path"))
			.toList();
	}

	/** What is mounted as a config tree. */
	List<Map<String, Object>> sources() {
		return ((List<?>) at("Deployment", "spec", "template", "spec", "volumes")).stream()
			.map(RenderedChart::asMap)
			.filter((volume) -> "properties".equals(volume.get("name")))
			.flatMap((volume) -> ((List<?>) asMap(volume.get("projected")).get("sources")).stream())
			.map(RenderedChart::asMap)
			.toList();
	}

}
