package dev.tappet.chart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.tappet.embedded.FreePorts;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the chart renders, in the service itself and on a real Redis.
 */
class HelmChartIT {

	@RegisterExtension
	final EmbeddedRedis redis = EmbeddedRedis.forgetful();

	@TempDir
	Path folder;

	private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

	@Test
	void startsTheServiceAndIsAskedWhereItListens() throws Exception {
		int port = FreePorts.next();
		RenderedChart chart = RenderedChart.of("""
				redis: {existingSecret: redis}
				config:
				  server.port: %d
				  management.endpoints.web.base-path: /ops
				  tappet.defaults: {concurrency: 3}
				triggers:
				  order-created: {handler: work, redis-stream: {key: orders}}
				  news: {handler: work, redis-pubsub: {channel: news}}
				""".formatted(port));
		try (TappetService service = service(chart).web().setting("server.port", port).start()) {
			this.redis.redis().commands().xadd("orders", Map.of("number", "1"));
			assertThat(this.handled.poll(20, TimeUnit.SECONDS)).contains("\"number\":\"1\"");
			assertThat(service.health().getStatus().getCode()).isEqualTo("UP");
			assertThat(chart.container("ports", 0, "containerPort")).isEqualTo(service.port());
			for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
				assertThat(ask(port, chart.container(probe, "httpGet", "path"))).contains("UP");
			}
		}
	}

	@Test
	void looksForWhatIsUnfinishedOfAListWhereItLies() throws Exception {
		RenderedChart chart = RenderedChart.of("""
				redis: {existingSecret: redis, host: 127.0.0.1, port: %d}
				autoscaling: {type: keda, minReplicas: 0}
				triggers:
				  mail-queued:
				    handler: work
				    retry.initial-delay: 1h
				    redis-list: {key: mails}
				""".formatted(this.redis.redis().port()));
		List<String> keys = ((List<?>) chart.at("ScaledObject", "spec", "triggers")).stream()
			.map((trigger) -> (String) RenderedChart.asMap(RenderedChart.asMap(trigger).get("metadata"))
				.get("listName"))
			.toList();
		RedisCommands<String, String> commands = this.redis.redis().commands();
		CountDownLatch failure = new CountDownLatch(1);
		commands.rpush("mails", "ada");
		try (TappetService service = service(chart).handler("work", String.class, (mail, context) -> {
			this.handled.add(mail);
			failure.await();
			throw new IllegalStateException("Try again");
		}).start()) {
			assertThat(this.handled.poll(20, TimeUnit.SECONDS)).isEqualTo("ada");
			assertThat(commands.llen(keys.get(0))).isZero();
			assertThat(commands.hlen(keys.get(1))).as("taken").isPositive();
			failure.countDown();
			Awaitility.await().until(() -> commands.hlen(keys.get(1)) == 0);
			assertThat(commands.hlen(keys.get(2))).as("waits for its retry").isEqualTo(1);
			assertThat(service.backlog("mail-queued").total()).isEqualTo(1);
		}
		assertThat(commands.hlen(keys.get(2))).as("waits for its retry, with no pod left").isEqualTo(1);
	}

	/** The service with the files and variables that it would have in its container. */
	private TappetService.Builder service(RenderedChart chart) throws Exception {
		TappetService.Builder service = TappetService.builder()
			.yaml((String) chart.at("ConfigMap", "data", "application.yml"))
			.handler("work", String.class, (message, context) -> this.handled.add(message));
		for (String file : chart.properties()) {
			Files.writeString(this.folder.resolve(file),
					file.endsWith(".url") ? "redis://127.0.0.1:" + this.redis.redis().port() + "\n" : "");
		}
		chart.env().forEach((name, value) -> {
			if (value instanceof String text && !name.equals("TAPPET_INSTANCE_ID")) {
				service.setting(name.toLowerCase(Locale.ROOT).replace('_', '.'),
						text.replace("/app/properties/", this.folder + "/"));
			}
		});
		return service;
	}

	private static String ask(int port, Object path) {
		return RestClient.create().get().uri("http://localhost:" + port + path).retrieve().body(String.class);
	}

}
