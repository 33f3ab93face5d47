package dev.tappet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What the image's entry point gives to Java: in most tests one that only tells what it
 * was given.
 */
class ImageEntryPointTests {

	private static final List<String> FIXED = List.of("-XX:+UseSerialGC", "-XX:AOTCache=tappet.aot",
			"-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", "-Xlog:aot*=off", "-Xms32m",
			"-XX:MaxRAMPercentage=60", "-XX:MinRAMPercentage=45", "-XX:+ExitOnOutOfMemoryError",
			"-XX:+UseCompactObjectHeaders", "-XX:TrimNativeHeapInterval=10000",
			"-Djdk.reflect.useNativeAccessorOnly=true", "--enable-native-access=ALL-UNNAMED");

	private static final List<String> SERVICE = List.of("-cp", "tappet.jar:handlers/*", "dev.tappet.TappetApplication");

	@TempDir
	Path folder;

	@BeforeEach
	void makeTheJavaThatTells() throws IOException {
		Path java = Files.writeString(this.folder.resolve("java"), """
				#!/bin/sh
				printf '%s\\n' "tool: ${JAVA_TOOL_OPTIONS-}" "jdk: ${JDK_JAVA_OPTIONS-}" "$@"
				""");
		Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	@Test
	void fixesWhatKeepsTheServiceSafe() throws Exception {
		assertThat(commandLine(Map.of())).startsWith(FIXED.toArray(String[]::new))
			.endsWith(SERVICE.toArray(String[]::new));
	}

	@Test
	void addsOptionsBehindTheFixedOnes() throws Exception {
		assertThat(commandLine(Map.of("TAPPET_JAVA_OPTIONS", "-XX:MaxRAMPercentage=75  -Xss2m")))
			.startsWith(FIXED.toArray(String[]::new))
			.containsSubsequence("-XX:MaxRAMPercentage=60", "-XX:MaxRAMPercentage=75", "-Xss2m", "-cp");
	}

	@ParameterizedTest
	@CsvSource({ "JAVA_TOOL_OPTIONS, tool", "JDK_JAVA_OPTIONS, jdk" })
	void leavesTheLastWordToVariablesThatJavaReadsFirst(String variable, String name) throws Exception {
		String options = "-XX:MaxRAMPercentage=75 \"-Dname=with a blank\"";
		List<String> told = start(Map.of(variable, options)).lines();
		assertThat(told).contains(name + ": " + String.join(" ", FIXED) + ' ' + options)
			.doesNotContainAnyElementsOf(FIXED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "TAPPET_JAVA_OPTIONS", "_JAVA_OPTIONS" })
	void letsAnotherCollectorTakeThePlaceOfItsOwn(String variable) throws Exception {
		List<String> told = start(Map.of(variable, "-Xss2m -XX:+UseZGC")).lines();
		assertThat(told).noneMatch((line) -> line.contains("UseSerialGC"))
			.anyMatch((line) -> line.contains("-XX:+ExitOnOutOfMemoryError"));
	}

	@Test
	void keepsItsCollectorBesideOtherOptionsOfCollectors() throws Exception {
		assertThat(commandLine(Map.of("TAPPET_JAVA_OPTIONS", "-XX:+UseGCOverheadLimit -XX:MaxGCPauseMillis=50")))
			.contains("-XX:+UseSerialGC");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:AOTCacheOutput=own.aot", "-XX:AOTConfiguration=own.conf", "-Xshare:off",
			"-XX:SharedArchiveFile=own.jsa" })
	void doesWithoutItsCacheWhereAnotherIsAskedFor(String option) throws Exception {
		assertThat(commandLine(Map.of("TAPPET_JAVA_OPTIONS", option))).contains(option, "-XX:+UseSerialGC")
			.doesNotContain("-XX:AOTCache=tappet.aot");
	}

	@Test
	void takesNoOptionForThePatternOfFiles() throws Exception {
		Files.createFile(this.folder.resolve("-Dports=1"));
		assertThat(commandLine(Map.of("TAPPET_JAVA_OPTIONS", "-Dports=*"))).contains("-Dports=*");
	}

	@Test
	void passesArgumentsAndTheFolderOfHandlersOn() throws Exception {
		List<String> told = start(Map.of("TAPPET_HANDLERS", "/my handlers"), "--tappet.check", "--name=a b").lines();
		assertThat(told).endsWith("-cp", "tappet.jar:/my handlers/*", "dev.tappet.TappetApplication", "--tappet.check",
				"--name=a b");
	}

	@ParameterizedTest
	@CsvSource({ "-XX:+UseZGC, UseZGC", "-XX:+UseParallelGC, UseParallelGC", "-XX:+UseG1GC, UseG1GC",
			"-agentlib:jdwp=transport=dt_socket;server=y;suspend=n;address=*:0, UseSerialGC" })
	void startsARealJavaWithoutAWordOfTheCacheThatItCannotUse(String option, String collector) throws Exception {
		assumeThat(Runtime.version().feature()).as("a Java that knows these options").isGreaterThanOrEqualTo(25);
		Files.writeString(this.folder.resolve("tappet.aot"), "of another Java");
		Files.delete(this.folder.resolve("java"));
		Files.createSymbolicLink(this.folder.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
		ImageScript.Run run = start(Map.of("JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=50", "TAPPET_JAVA_OPTIONS",
				option.replace(';', ',') + " -XX:+PrintFlagsFinal -version"));
		assertThat(run.status()).as(run.lines().toString()).isZero();
		assertThat(run.lines()).noneMatch((line) -> line.contains("[aot]") || line.contains("[cds]"));
		assertThat(flag(run, "MaxRAMPercentage")).startsWith("50");
		assertThat(flag(run, "ExitOnOutOfMemoryError")).isEqualTo("true");
		assertThat(flag(run, "InitialHeapSize")).isEqualTo(Integer.toString(32 * 1024 * 1024));
		assertThat(flag(run, collector)).isEqualTo("true");
	}

	private static String flag(ImageScript.Run run, String name) {
		return run.lines()
			.stream()
			.map((line) -> line.trim().split("\\s+"))
			.filter((words) -> words.length > 3 && words[1].equals(name))
			.map((words) -> words[3])
			.findFirst()
			.orElse("");
	}

	private List<String> commandLine(Map<String, String> variables) throws Exception {
		List<String> told = start(variables).lines();
		assertThat(told).startsWith("tool: ", "jdk: ");
		return told.subList(2, told.size());
	}

	private ImageScript.Run start(Map<String, String> variables, String... arguments) throws Exception {
		Map<String, String> all = new HashMap<>(variables);
		all.put("PATH", this.folder + ":/usr/bin:/bin");
		return ImageScript.run("sh", "tappet", this.folder, all, arguments);
	}

}
