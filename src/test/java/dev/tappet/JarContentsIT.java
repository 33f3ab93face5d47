package dev.tappet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is in which jar.
 */
class JarContentsIT {

	private static final String SERVICE = Objects.requireNonNull(System.getProperty("exec-jar"));

	private static final String SBOM = "META-INF/sbom/application.cdx.json";

	private static final Pattern NOTICES = Pattern.compile("(?i)(META-INF/)?NOTICE(\\.\\w+)?");

	/** Who stands behind the years of a copyright. */
	private static final Pattern HOLDER = Pattern
		.compile("(?i)copyright\\s+(?:©\\s*|\\(c\\)\\s*)?\\[?\\d{4}\\S*\\s+([^<(\\r\\n]*[^<(.\\s])");

	private static List<String> names(String jar) throws IOException {
		try (JarFile file = new JarFile(jar)) {
			return file.stream().map(ZipEntry::getName).toList();
		}
	}

	private static List<String> libraries() throws IOException {
		return names(SERVICE).stream()
			.filter((name) -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
			.map((name) -> name.substring("BOOT-INF/lib/".length()))
			.toList();
	}

	private static String text(String jar, String name) throws IOException {
		try (JarFile file = new JarFile(jar); InputStream content = file.getInputStream(file.getEntry(name))) {
			return new String(content.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static InputStream open(String name) throws IOException {
		try (JarFile file = new JarFile(SERVICE); InputStream content = file.getInputStream(file.getEntry(name))) {
			return new ByteArrayInputStream(content.readAllBytes());
		}
	}

	private static String other(String ending) {
		return SERVICE.replaceFirst("-exec\\.jar$", ending);
	}

	@Test
	void theLibraryHasTheTestKitAndNoSamples() throws IOException {
		assertThat(names(other(".jar")))
			.contains("dev/tappet/handler/TriggerHandler.class", "dev/tappet/test/TriggerTester.class",
					"dev/tappet/TappetApplication.class", "META-INF/tappet-schema.json")
			.noneMatch((name) -> name.startsWith("dev/tappet/sample/") || name.startsWith("redis/"));
	}

	@Test
	void theServiceRunsTheSamplesAndTestsNothing() throws IOException {
		assertThat(names(SERVICE))
			.contains("BOOT-INF/classes/dev/tappet/handler/TriggerHandler.class",
					"BOOT-INF/classes/dev/tappet/sample/OrderCreated.class")
			.noneMatch((name) -> name.startsWith("BOOT-INF/classes/dev/tappet/test/")
					|| name.matches("BOOT-INF/lib/(junit-|opentest4j-|apiguardian-|embedded-redis-).*"));
	}

	@Test
	void theServiceHasNothingThatDoesNothing() throws IOException {
		assertThat(libraries()).noneMatch((name) -> name.matches(
				"(spring-oxm|jakarta\\.(xml|activation)|commons-(compress|io|codec|lang3)|micrometer-jakarta|netty-.*(macos|osx|windows|http3|quic|mqtt|stomp|smtp|memcache|redis|xml|haproxy|sctp|udt|rxtx)).*"));
	}

	@Test
	void theBillOfMaterialsIsWhatIsInTheService() throws IOException {
		assertThat(names(SERVICE)).as("a build without a network (-o) makes no bill of materials").contains(SBOM);
		List<String> listed = new ArrayList<>();
		for (JsonNode component : new JsonMapper().readTree(text(SERVICE, SBOM)).path("components")) {
			String classifier = component.path("purl").asString().replaceFirst(".*[?&]classifier=([^&]+).*|.*", "$1");
			listed.add(component.path("name").asString() + "-" + component.path("version").asString()
					+ (classifier.isEmpty() ? "" : "-" + classifier) + ".jar");
		}
		// Starters are empty, so they are listed and left out
		listed.removeIf((name) -> name.startsWith("spring-boot-starter-"));
		// This one is put in by the plugin that makes the jar
		assertThat(libraries()).filteredOn((name) -> !name.startsWith("spring-boot-jarmode-tools-"))
			.containsExactlyInAnyOrderElementsOf(listed);
		assertThat(names(other(".jar"))).doesNotContain(SBOM);
	}

	@ParameterizedTest
	@ValueSource(strings = { ".jar", "-exec.jar", "-sources.jar", "-javadoc.jar" })
	void everyJarHasTheLicenceAndTheNotice(String ending) throws IOException {
		for (String file : List.of("LICENSE", "NOTICE")) {
			assertThat(text(other(ending), "META-INF/" + file)).isEqualTo(Files.readString(Path.of(file)));
		}
	}

	@Test
	void theNoticeNamesEverybodyWhomTheNoticesOfTheLibrariesName() throws IOException {
		String notice = Files.readString(Path.of("NOTICE")).replaceAll("\\s+", " ");
		List<String> named = new ArrayList<>();
		for (String library : libraries()) {
			try (JarInputStream jar = new JarInputStream(open("BOOT-INF/lib/" + library))) {
				for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
					if (NOTICES.matcher(entry.getName()).matches()) {
						HOLDER.matcher(new String(jar.readAllBytes(), StandardCharsets.UTF_8))
							.results()
							.forEach((found) -> named.add(found.group(1)));
					}
				}
			}
		}
		assertThat(named).hasSizeGreaterThan(30)
			.allSatisfy((holder) -> assertThat(notice).contains(holder))
			.contains("The Netty Project");
	}

	@Test
	void nothingTellsWhenOrWhereItWasBuilt() throws IOException {
		for (String ending : List.of(".jar", "-exec.jar", "-sources.jar", "-javadoc.jar")) {
			try (JarFile jar = new JarFile(other(ending))) {
				assertThat(jar.stream().map(ZipEntry::getTimeLocal).distinct()).as(ending).hasSize(1);
			}
		}
		assertThat(text(SERVICE, SBOM)).doesNotContain(Path.of("").toAbsolutePath().toString());
	}

	@Test
	void sourcesAndJavadocAreThoseOfTheLibrary() throws IOException {
		assertThat(names(other("-sources.jar")))
			.contains("dev/tappet/handler/TriggerHandler.java", "dev/tappet/test/TriggerTester.java")
			.noneMatch((name) -> name.startsWith("dev/tappet/sample/"));
		assertThat(names(other("-javadoc.jar")))
			.contains("dev/tappet/handler/TriggerHandler.html", "dev/tappet/test/TriggerTester.html")
			.noneMatch((name) -> name.contains("TappetExtension"));
	}

}
