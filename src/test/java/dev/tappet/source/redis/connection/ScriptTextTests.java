package dev.tappet.source.redis.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the scripts call, and that the documentation asks for the right to it.
 */
class ScriptTextTests {

	@Test
	void findsTheCommandsOfAScript() {
		assertThat(Script.STREAM_LEAVE.commands()).containsExactlyInAnyOrder("get", "del", "xpending", "time", "zscore",
				"hlen", "xgroup|delconsumer", "hdel", "exists");
	}

	@Test
	void beginsAScriptThatAsksFirstWithTheQuestion() {
		assertThat(ScriptText.of("list-bury").whole()).contains("local function refused(");
		assertThat(ScriptText.of("list-leave").whole()).doesNotContain("local function refused(");
	}

	@Test
	void theDocumentationListsARightToEveryCommand() throws IOException {
		String line = Files.readAllLines(Path.of("docs/redis.md"))
			.stream()
			.filter((each) -> each.startsWith("ACL SETUSER tappet"))
			.findFirst()
			.orElseThrow();
		Set<String> documented = new TreeSet<>(Arrays.asList(line.split(" ")));
		for (Script script : Script.values()) {
			script.commands().forEach((command) -> assertThat(documented).as(script.name()).contains("+" + command));
		}
	}

}
