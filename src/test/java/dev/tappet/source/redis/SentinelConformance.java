package dev.tappet.source.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import dev.tappet.support.Certificates;
import dev.tappet.support.RedisReplicas;
import dev.tappet.support.RedisSentinels;
import dev.tappet.support.TappetService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * A primary that Sentinels know is followed as soon as they announce another.
 */
abstract class SentinelConformance extends FailoverConformance {

	private @Nullable RedisSentinels watching;

	private @Nullable Certificates made;

	/** The certificates of all servers, or {@code null} where they speak no TLS. */
	abstract @Nullable Certificates certificates(Path folder);

	/** The password of the Sentinels, or {@code null} where they have none. */
	abstract @Nullable String sentinelPassword();

	/** Adds what else the connection needs. */
	abstract void secure(TappetService.Builder builder, @Nullable Certificates certificates);

	private RedisSentinels sentinels() {
		return Objects.requireNonNull(this.watching);
	}

	@Override
	RedisReplicas servers(Path folder) {
		this.made = certificates(folder);
		RedisReplicas watched = RedisReplicas.start(folder, NODES, this.made, "--notify-keyspace-events", "KEA",
				"--user", "tappet", "on", ">secret", "~*", "&*", "+@all");
		this.watching = RedisSentinels.start(folder, watched, NODES - 1, sentinelPassword(), this.made);
		return watched;
	}

	@Override
	void connect(TappetService.Builder builder) {
		builder.setting("spring.data.redis.sentinel.master", RedisSentinels.MASTER)
			.setting("spring.data.redis.sentinel.nodes", sentinels().addresses());
		secure(builder, this.made);
	}

	@Override
	int failOver() {
		return sentinels().failover();
	}

	@Override
	int replace(int killed) {
		return sentinels().awaitAnother(killed);
	}

	@AfterAll
	void stopSentinels() {
		if (this.watching != null) {
			this.watching.close();
		}
	}

	@Test
	@Order(0)
	void startsWhileASentinelIsFrozen() {
		stop();
		sentinels().freeze(0);
		try {
			long event = System.nanoTime();
			start();
			System.out.printf("%s, started beside a frozen Sentinel in %d ms%n", getClass().getSimpleName(),
					Duration.ofNanos(System.nanoTime() - event).toMillis());
		}
		finally {
			sentinels().thaw(0);
		}
	}

}
