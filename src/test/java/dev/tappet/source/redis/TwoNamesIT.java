package dev.tappet.source.redis;

import java.time.Duration;
import java.util.Map;

import dev.tappet.support.Calls;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two connections of one process to the same Redis are one instance there.
 */
class TwoNamesIT {

	private final Calls calls = new Calls();

	@RegisterExtension
	private final EmbeddedRedis server = EmbeddedRedis.forgetful();

	private TestRedis redis() {
		return this.server.redis();
	}

	private TappetService start() {
		return TappetService.on(redis())
			.instance("twice")
			.setting("tappet.connections.other.host", redis().host())
			.setting("tappet.connections.other.port", redis().port())
			.trigger("one", Map.of("redis-list.key", "mails", "handler", "handler"))
			.trigger("two", Map.of("redis-list.key", "jobs", "connection", "other", "handler", "handler"))
			.handler("handler", String.class, this.calls::add)
			.start();
	}

	@Test
	void startAndStopAsOneInstance() {
		long begin = System.nanoTime();
		TappetService service = start();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
		redis().commands().rpush("mails", "mail");
		redis().commands().rpush("jobs", "job");
		this.calls.await(2);
		// Longer than a claim lasts that nobody renews.
		Awaitility.await()
			.during(Duration.ofSeconds(7))
			.atMost(Duration.ofSeconds(8))
			.until(() -> redis().commands().hexists("tappet:{instances}", "twice"));
		service.close();
		assertThat(redis().keys("tappet:*")).isEmpty();
		begin = System.nanoTime();
		start().close();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
	}

}
