package dev.tappet.source.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.TappetApplication;
import dev.tappet.support.RedisCluster;
import dev.tappet.support.TappetService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is found out about a cluster: of each of its nodes.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClusterPreflightIT {

	@AutoClose
	private static final RedisCluster cluster = RedisCluster.start(3, 3);

	@Test
	void looksAtTheFlagsOfEachNode(@TempDir Path folder, CapturedOutput output) throws IOException {
		Path file = Files.writeString(folder.resolve("application.yml"), """
				tappet:
				  defaults.handler: log
				  triggers:
				    orders.redis-stream.key: [orders, more-orders]
				    expired.redis-pubsub.keyevent: expired
				""");
		int code = SpringApplication.exit(TappetApplication.application()
			.run("--tappet.check", "--spring.config.location=file:" + file,
					"--spring.data.redis.cluster.nodes=" + cluster.addresses()));
		assertThat(code).isOne();
		assertThat(output.getOut().lines().filter((line) -> line.contains("lacks the flags 'Ex'")))
			.hasSize(cluster.nodes().size());
		assertThat(output).contains("mode cluster", "stream 'orders'", "stream 'more-orders'", "has all rights");
	}

	@Test
	void writesToNoNode(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("application.yml"), """
				tappet:
				  defaults.handler: log
				  triggers:
				    orders.redis-stream.key: [orders, more-orders]
				    mails.redis-list.key: mails
				    news.redis-pubsub: {channel: news, replicas: one}
				    shard.redis-pubsub: {channel: shard, sharded: true}
				    expired.redis-pubsub: {keyevent: expired, configure-notifications: true}
				""");
		cluster.nodes().forEach((node) -> Writes.reset(node.redis()));
		SpringApplication.exit(TappetApplication.application()
			.run("--tappet.check", "--spring.config.location=file:" + file,
					"--spring.data.redis.cluster.nodes=" + cluster.addresses()));
		cluster.nodes().forEach((node) -> {
			System.out.printf("a check of a cluster: %s was sent the writes %s%n", node, Writes.of(node.redis()));
			assertThat(Writes.of(node.redis())).isEmpty();
			assertThat(node.redis().commands().configGet("notify-keyspace-events"))
				.containsEntry("notify-keyspace-events", "");
		});
	}

	@Test
	void provesOnEachPrimaryThatItTells(CapturedOutput output) {
		AtomicInteger handled = new AtomicInteger();
		List<String> keys = cluster.primaries().stream().map((primary) -> cluster.keyOn(primary, "mails")).toList();
		TappetService.Builder builder = TappetService.builder()
			.setting("spring.data.redis.cluster.nodes", cluster.addresses())
			.handler("mails", String.class, (mail, context) -> handled.incrementAndGet());
		for (int i = 0; i < keys.size(); i++) {
			builder.trigger("mails", Map.of("redis-list.key[" + i + "]", keys.get(i)));
		}
		try (TappetService service = builder.start()) {
			cluster.primaries()
				.forEach((primary) -> primary.redis().commands().rpush(cluster.keyOn(primary, "mails"), "mail"));
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> handled.get() == 3);
			assertThat(service.health().getStatus().getCode()).isEqualTo("UP");
		}
		assertThat(output).doesNotContain("does not tell when a key changes");
		cluster.primaries().forEach((primary) -> assertThat(primary.redis().keys("*wakeup*")).isEmpty());
	}

}
