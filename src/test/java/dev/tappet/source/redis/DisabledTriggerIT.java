package dev.tappet.source.redis;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import dev.tappet.support.Web;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What piles up for a trigger that is disabled is seen, where that costs no connection.
 */
class DisabledTriggerIT {

	@RegisterExtension
	private final EmbeddedRedis server = EmbeddedRedis.forgetful();

	@Test
	void keepsItsBacklogAndAsksForNoWorker() {
		try (TappetService service = TappetService.on(this.server.redis())
			.trigger("orders", Map.of("redis-stream.key", "orders", "handler", "log"))
			.trigger("mails", Map.of("enabled", false, "redis-list.key", "mails", "handler", "log"))
			.trigger("events", Map.of("enabled", false, "redis-stream.key", "events", "handler", "log"))
			.trigger("away",
					Map.of("enabled", false, "connection", "away", "redis-list.key", "mails", "handler", "log"))
			.setting("tappet.connections.away.url", "redis://127.0.0.1:1")
			.setting("management.endpoints.web.exposure.include", "*")
			.web()
			.start()) {
			this.server.redis().commands().rpush("mails", "a", "b", "c");
			this.server.redis().commands().xadd("events", Map.of("a", "b"));
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(service.scrape()).contains(
						"tappet_backlog{trigger=\"mails\",type=\"redis-list\"} 3.0",
						"tappet_backlog{trigger=\"events\",type=\"redis-stream\"} 1.0",
						"tappet_backlog{trigger=\"away\",type=\"redis-list\"} NaN"));
			assertThat(service.scrape()).noneMatch((line) -> line.startsWith("tappet_source_up{trigger=\"mails\""))
				.noneMatch((line) -> line.startsWith("tappet_desired_workers{trigger=\"mails\""))
				.anyMatch((line) -> line.startsWith("tappet_backlog_age_seconds{trigger=\"events\""));
			HttpResponse<String> scaling = new Web(service.port()).get("/scaling");
			assertThat(scaling.statusCode()).isEqualTo(200);
			assertThat(scaling.body()).doesNotContain("mails", "away").endsWith("\"desiredWorkers\":0}");
			assertThat(this.server.redis().commands().llen("mails")).isEqualTo(3);
			assertThat(this.server.redis().commands().xlen("events")).isOne();
			System.out.println("disabled triggers: sent 4, handled 0, seen waiting 4");
		}
	}

}
