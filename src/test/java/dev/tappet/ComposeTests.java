package dev.tappet;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.tappet.source.Spelling;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The compose file: whatever it names is there. Nothing of it is run.
 */
class ComposeTests {

	private static final Path FOLDER = Path.of("examples", "compose");

	private final JsonNode services = yaml("compose.yaml").path("services");

	private static JsonNode yaml(String file) {
		try {
			return new JsonMapper().valueToTree(new Yaml().load(Files.readString(FOLDER.resolve(file))));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void startsTappetAndRedisAloneUnlessAskedForMore() {
		List<String> always = new ArrayList<>();
		this.services.forEachEntry((name, service) -> {
			if (service.path("profiles").isMissingNode()) {
				always.add(name);
			}
			else {
				assertThat(service.path("profiles").toString()).isEqualTo("[\"full\"]");
			}
		});
		assertThat(always).containsExactly("tappet", "redis");
		assertThat(this.services.size()).isEqualTo(6);
	}

	@Test
	void mountsWhatThereIs() {
		Set<String> volumes = Set.copyOf(yaml("compose.yaml").path("volumes").propertyNames());
		this.services.forEach((service) -> service.path("volumes").forEach((volume) -> {
			String source = volume.asString().split(":", -1)[0];
			if (source.startsWith(".")) {
				assertThat(FOLDER.resolve(source)).exists();
				assertThat(volume.asString()).endsWith(":ro");
			}
			else {
				assertThat(volumes).contains(source);
			}
		}));
	}

	@Test
	void looksWhetherEachIsWell() {
		this.services.forEach((service) -> {
			assertThat(service.path("healthcheck").path("test").path(0).asString()).isEqualTo("CMD");
			service.path("depends_on")
				.propertyNames()
				.forEach((name) -> assertThat(this.services.has(name)).as(name).isTrue());
		});
	}

	@Test
	void opensNoPortToOthers() {
		List<String> ports = new ArrayList<>();
		this.services.forEach((service) -> service.path("ports").forEach((port) -> ports.add(port.asString())));
		assertThat(ports).hasSizeGreaterThan(3).allMatch((port) -> port.startsWith("127.0.0.1:"));
	}

	@Test
	void givesTheServiceVariablesThatItKnows() throws IOException {
		Set<String> known = new TreeSet<>();
		for (URL url : Collections
			.list(getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream stream = url.openStream()) {
				new JsonMapper().readTree(stream)
					.path("properties")
					.forEach((property) -> known.add(Spelling.uniform(property.path("name").asString())));
			}
		}
		assertThat(this.services.path("tappet").path("environment").propertyNames()).isNotEmpty()
			.allSatisfy((variable) -> assertThat(known).contains(Spelling.uniform(variable)));
	}

	@Test
	void looksForOthersWhereTheyAre() {
		Map<String, Integer> ports = new HashMap<>(Map.of("redis", 6379, "kafka", 9092));
		this.services.forEachEntry((name, service) -> service.path("ports")
			.forEach((port) -> ports.put(name, Integer.parseInt(port.asString().replaceFirst(".*:", "")))));
		JsonNode full = yaml("config/application-full.yml");
		String storage = full.path("tappet").at("/connections/storage/azure-storage/connection-string").asString();
		Stream<String> named = Stream.of(yaml("prometheus.yml").at("/scrape_configs/0/static_configs/0/targets/0"),
				yaml("grafana/datasource.yaml").at("/datasources/0/url"), full.at("/spring/kafka/bootstrap-servers"))
			.map(JsonNode::asString);
		Stream.concat(named, Stream.of(storage.replaceFirst(".*QueueEndpoint=", ""))).forEach((place) -> {
			URI uri = URI.create(place.contains("://") ? place : "tcp://" + place);
			assertThat(ports).containsEntry(uri.getHost(), uri.getPort());
		});
		JsonNode tappet = this.services.path("tappet").path("environment");
		assertThat(ports).containsKey(tappet.path("SPRING_DATA_REDIS_HOST").asString());
		JsonNode kafka = this.services.path("kafka").path("environment");
		assertThat(kafka.path("KAFKA_ADVERTISED_LISTENERS").asString())
			.endsWith("//" + full.at("/spring/kafka/bootstrap-servers").asString());
	}

	@Test
	void givesTappetTheAccountThatAzuriteHas() {
		String[] account = this.services.at("/azurite/environment/AZURITE_ACCOUNTS").asString().split(":", 2);
		assertThat(yaml("config/application-full.yml").path("tappet")
			.at("/connections/storage/azure-storage/connection-string")
			.asString())
			.contains("AccountName=" + account[0] + ";", "AccountKey=" + account[1] + ";", "/" + account[0]);
	}

	@Test
	void hasPrometheusReadTheRulesOfTheChart(@TempDir Path folder) throws IOException, InterruptedException {
		assertThat(this.services.path("prometheus").path("volumes").toString())
			.contains("../../helm/tappet/monitoring/rules.yaml:/etc/prometheus/rules.yaml");
		Path promtool = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
			.map((place) -> Path.of(place, "promtool"))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
		Assumptions.assumeTrue(promtool != null, "promtool, of Prometheus, is not on the PATH");
		Files.copy(FOLDER.resolve("prometheus.yml"), folder.resolve("prometheus.yml"));
		Files.copy(Path.of("helm/tappet/monitoring/rules.yaml"), folder.resolve("rules.yaml"));
		Process check = new ProcessBuilder(Objects.requireNonNull(promtool).toString(), "check", "config",
				folder.resolve("prometheus.yml").toString())
			.redirectErrorStream(true)
			.start();
		assertThat(new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
			.contains("SUCCESS: 1 rule files found");
		assertThat(check.waitFor()).isZero();
	}

}
