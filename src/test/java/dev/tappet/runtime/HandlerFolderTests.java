package dev.tappet.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class HandlerFolderTests {

	@TempDir
	Path folder;

	@Test
	void namesEachJarAndWhatIsWrongWithIt() throws IOException {
		new JarOutputStream(Files.newOutputStream(this.folder.resolve("orders.jar"))).close();
		Files.writeString(this.folder.resolve("torn.jar"), "no jar");
		Files.writeString(this.folder.resolve("notes.txt"), "no jar");
		HandlerFolder found = HandlerFolder.look((name) -> this.folder.toString());
		assertThat(found.describe()).startsWith("in the folder '" + this.folder + "' are ")
			.contains("orders.jar, torn.jar (cannot be opened: ")
			.doesNotContain("notes.txt");
		assertThat(found.lines(Map.of("orders.jar", List.of("orderCreated", "orderPaid")))).satisfiesExactly(
				(line) -> assertThat(line).isEqualTo("Handler jar orders.jar: handlers 'orderCreated', 'orderPaid'"),
				(line) -> assertThat(line).startsWith("Handler jar torn.jar cannot be opened"));
		assertThat(found.lines(Map.of()).getFirst()).contains("no handler beans");
	}

	@Test
	void saysThatThereIsNoFolderOrNothingInIt() {
		assertThat(HandlerFolder.look(this.folder).describe())
			.isEqualTo("there is no jar in the folder '" + this.folder + "'");
		assertThat(HandlerFolder.look((name) -> null).describe()).startsWith("there is no folder 'handlers'")
			.contains("TAPPET_HANDLERS names another");
	}

}
