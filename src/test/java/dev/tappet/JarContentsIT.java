package dev.tappet;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is in which jar.
 */
class JarContentsIT {

	private static final String SERVICE = Objects.requireNonNull(System.getProperty("exec-jar"));

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

	private static String other(String ending) {
		return SERVICE.replaceFirst("-exec\\.jar$", ending);
	}

	@Test
	void theLibraryHasTheTestKitAndNoSamples() throws IOException {
		assertThat(names(other(".jar")))
			.contains("dev/tappet/handler/TriggerHandler.class", "dev/tappet/test/TriggerTester.class",
					"dev/tappet/TappetApplication.class")
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
	void nothingTellsWhenOrWhereItWasBuilt() throws IOException {
		for (String ending : List.of(".jar", "-exec.jar", "-sources.jar", "-javadoc.jar")) {
			try (JarFile jar = new JarFile(other(ending))) {
				assertThat(jar.stream().map(ZipEntry::getTimeLocal).distinct()).as(ending).hasSize(1);
			}
		}
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
