package dev.tappet.operate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.support.Alone;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a scrape costs the server, and what it shows.
 */
@Alone
@Timeout(120)
class FigureCostIT {

	private static final int EACH = 40;

	/** More than that for each scrape would grow with the number of triggers. */
	private static final int MOST_COMMANDS = 20;

	@Test
	void costsAFewCommandsWhateverTheNumberOfTriggersAndScrapers() throws IOException {
		TestRedis redis = RedisKind.EMBEDDED.empty();
		try (TappetService service = service(redis); Monitor monitor = new Monitor(redis)) {
			service.trigger("streams-1").pause();
			service.trigger("lists-1").pause();
			redis.commands().rpush("lists-1", "a", "b", "c");
			redis.commands().xadd("streams-1", Map.of("a", "b"));
			service.scrape();
			int before = monitor.questions();
			AtomicInteger refreshes = new AtomicInteger();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
				int asked = monitor.questions();
				for (int scrapers = 0; scrapers < 5; scrapers++) {
					service.scrape();
				}
				refreshes.addAndGet((monitor.questions() > asked) ? 1 : 0);
				return refreshes.get() == 2;
			});
			int commands = monitor.questions() - before;
			List<String> lines = service.scrape();
			System.out.println("%d triggers, scraped by several, their figures read %d times: %d commands"
				.formatted(4 * EACH, refreshes.get(), commands));
			assertThat(commands).isBetween(2, refreshes.get() * MOST_COMMANDS);
			assertThat(lines).contains("tappet_backlog{trigger=\"lists-1\",type=\"redis-list\"} 3.0",
					"tappet_backlog{trigger=\"streams-1\",type=\"redis-stream\"} 1.0",
					"tappet_backlog{trigger=\"streams-2\",type=\"redis-stream\"} 0.0",
					"tappet_backlog_age_seconds{trigger=\"lists-1\",type=\"redis-list\"} NaN",
					"tappet_backlog_age_seconds{trigger=\"streams-2\",type=\"redis-stream\"} 0.0",
					"tappet_dead_letters{trigger=\"channels-3\",type=\"redis-pubsub\"} 0.0");
			assertThat(lines).filteredOn((line) -> line.startsWith("tappet_backlog_age_seconds{trigger=\"streams-1\""))
				.singleElement()
				.satisfies((line) -> assertThat(Double.parseDouble(line.substring(line.indexOf(' ')))).isBetween(0.001,
						100.0));
		}
	}

	private static TappetService service(TestRedis redis) {
		TappetService.Builder builder = TappetService.on(redis);
		for (int i = 1; i <= EACH; i++) {
			builder.trigger("streams-" + i, Map.of("redis-stream.key", "streams-" + i, "handler", "log"));
			builder.trigger("lists-" + i, Map.of("redis-list.key", "lists-" + i, "handler", "log"));
			builder.trigger("pops-" + i,
					Map.of("redis-list.key", "pops-" + i, "redis-list.delivery", "at-most-once", "handler", "log"));
			builder.trigger("channels-" + i, Map.of("redis-pubsub.channel", "channels-" + i, "handler", "log"));
		}
		return builder.start();
	}

	/**
	 * Sees every command that the server is sent.
	 */
	private static final class Monitor implements AutoCloseable {

		private final Socket socket;

		private final Queue<String> seen = new ConcurrentLinkedQueue<>();

		private final List<String> scripts = List.of(digest("stream-backlog"), digest("list-backlog"),
				digest("lengths"));

		Monitor(TestRedis redis) throws IOException {
			this.socket = new Socket(redis.host(), redis.port());
			this.socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
			Thread.ofVirtual().start(this::read);
			Awaitility.await().until(() -> this.seen.contains("+OK"));
		}

		private void read() {
			try {
				BufferedReader reader = new BufferedReader(
						new InputStreamReader(this.socket.getInputStream(), StandardCharsets.ISO_8859_1));
				for (String line; (line = reader.readLine()) != null;) {
					this.seen.add(line);
				}
			}
			catch (IOException ex) {
				// The test is over.
			}
		}

		/** How many commands asked for figures; what scripts do themselves is theirs. */
		int questions() {
			return (int) this.seen.stream()
				.filter((line) -> !line.contains(" lua] "))
				.filter((line) -> this.scripts.stream().anyMatch(line::contains) || line.contains("] \"XLEN\"")
						|| line.contains("] \"LLEN\""))
				.count();
		}

		private static String digest(String script) {
			String file = "/dev/tappet/source/redis/connection/" + script + ".lua";
			try (InputStream in = Objects.requireNonNull(FigureCostIT.class.getResourceAsStream(file))) {
				return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(in.readAllBytes()));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
