package dev.tappet.operate;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Instances;
import dev.tappet.source.Instances.Instance;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The instances as the console shows them, in an installed Chromium; skipped where there
 * is none.
 */
class ConsoleInstancesBrowserIT {

	private static final String HOSTILE = "<img src=x onerror=\"window.harmed = 1\">";

	/** What others say, by the connection at which they do. */
	private volatile Map<String, CompletionStage<Instances>> instances = Map.of();

	@Test
	void showsWhichInstancesLive() throws Exception {
		Optional<Path> executable = Chromium.find();
		Assumptions.assumeTrue(executable.isPresent(), "No Chromium is installed, so the console is not tried in it.");
		Instant begin = Instant.parse("2030-01-02T03:00:00Z");
		this.instances = Map.of("default", CompletableFuture.completedFuture(Instances.of(
				List.of(new Instance("worker-a", begin, begin, true), new Instance(HOSTILE, begin, begin, false)),
				200)));
		try (Chromium browser = new Chromium(executable.orElseThrow());
				TestEndpoints service = new TestEndpoints(new String[] { "tappet.console.enabled=true" },
						() -> this.instances, TestTrigger.list("mails", "mails"))) {
			browser.resize(1280, 900, false);
			browser.open(service.url("local.server.port") + "/console");
			browser.awaitThat("document.querySelectorAll('#instances-rows tr').length === 3");
			assertThat(browser.text("#instances-rows tr")).contains("worker-b", "this one, which shows the page",
					"yes");
			assertThat(browser.text("#instances-rows")).contains("worker-a", HOSTILE + "none any more");
			assertThat(browser.text("#instances-said"))
				.isEqualTo("2 alive, 1 ended without a word in the last minutes, and at least 197 more");
			browser.evaluate("document.getElementById('instances').scrollIntoView()");
			browser.picture("instances");
			this.instances = Map.of("default", CompletableFuture.failedFuture(new IllegalStateException("no Redis")));
			browser.click("#instances", "Ask again");
			browser.awaitThat(
					"document.getElementById('instances-said').textContent.includes('\"default\" has not answered')");
			assertThat(browser.is("document.querySelectorAll('#instances-rows tr').length === 1")).isTrue();
			this.instances = Map.of();
			browser.click("#instances", "Ask again");
			browser.awaitThat(
					"document.getElementById('instances-said').textContent.startsWith('This instance knows of itself')");
			assertThat(browser.is("window.harmed")).isFalse();
			assertThat(browser.complaints).isEmpty();
		}
		System.out.println("console: 3 instances shown, 1 of them gone, and 1 where no Redis tells of others");
	}

}
