package dev.tappet.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.spi.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes handler jars with the tools of the JDK, as a user builds them.
 */
public final class HandlerJar {

	private HandlerJar() {
	}

	/**
	 * Makes a jar of one class.
	 * @param jar where it goes
	 * @param name the simple name of the class
	 * @param source its source
	 * @param resources what else is in the jar, by path
	 * @throws IOException if a file cannot be written
	 */
	public static void write(Path jar, String name, String source, Map<String, String> resources) throws IOException {
		Path folder = Files.createTempDirectory("handler");
		Path file = Files.writeString(folder.resolve(name + ".java"), source);
		Path classes = Files.createDirectory(folder.resolve("classes"));
		run("javac", "-proc:none", "-parameters", "-cp", System.getProperty("java.class.path"), "-d",
				classes.toString(), file.toString());
		for (Map.Entry<String, String> resource : resources.entrySet()) {
			Path path = classes.resolve(resource.getKey());
			Files.createDirectories(path.getParent());
			Files.writeString(path, resource.getValue());
		}
		run("jar", "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
	}

	private static void run(String tool, String... args) {
		assertThat(ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, args)).as(tool).isZero();
	}

}
