package dev.tappet.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import dev.tappet.support.Web;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which instances live, as one of them shows it while others begin, end and are killed.
 */
class InstancesIT {

	private static final JsonMapper MAPPER = new JsonMapper();

	@RegisterExtension
	private final EmbeddedRedis server = EmbeddedRedis.forgetful();

	@Test
	void showsThoseThatLiveAndThoseThatWereKilled() {
		Path folder = Processes.folder(InstancesIT.class);
		WorkerProcess.Setup setup = WorkerProcess.on(folder, this.server.redis().port()).channel("news");
		try (TappetService watching = service("worker-a");
				WorkerProcess killed = setup.launch("worker-b");
				WorkerProcess stopped = setup.launch("worker-c")) {
			killed.awaitStarted();
			stopped.awaitStarted();
			eventually(() -> {
				assertThat(shown(watching)).isEqualTo("worker-a:alive worker-b:alive worker-c:alive");
				assertThat(workers(watching)).isEqualTo("worker-a:alive worker-b:alive worker-c:alive");
			});
			assertThat(answer(watching, "/instances").at("/instances/0/this").booleanValue()).isTrue();
			killed.kill();
			stopped.terminate();
			stopped.awaitEnd(Duration.ofSeconds(30));
			eventually(() -> {
				assertThat(shown(watching)).isEqualTo("worker-a:alive worker-b:gone");
				assertThat(workers(watching)).isEqualTo("worker-a:alive worker-b:gone");
			});
			try (WorkerProcess again = setup.start("worker-b")) {
				eventually(() -> assertThat(shown(watching)).isEqualTo("worker-a:alive worker-b:alive"));
				assertThat(again.isAlive()).isTrue();
			}
			this.server.stop();
			eventually(() -> {
				JsonNode answer = answer(watching, "/instances");
				assertThat(ids(answer.at("/instances"))).isEqualTo("worker-a:alive");
				assertThat(answer.at("/scope").stringValue()).isEqualTo("instance");
				assertThat(answer.at("/unanswered/0").stringValue()).isEqualTo("default");
				assertThat(answer(watching, "/triggers/news").has("workers")).isFalse();
				assertThat(answer(watching, "/triggers/news").at("/name").stringValue()).isEqualTo("news");
			});
			this.server.start();
			eventually(() -> {
				JsonNode answer = answer(watching, "/instances");
				assertThat(answer.at("/scope").stringValue()).isEqualTo("all");
				assertThat(answer.has("unanswered")).isFalse();
			});
		}
		System.out.println("instances: sent 0, handled 0; 3 instances shown, 1 killed, 1 stopped, 1 that began anew");
	}

	@Test
	void knowsOfItselfAloneWithoutARedis() {
		try (TappetService service = TappetService.builder()
			.instance("worker-a")
			.setting("spring.kafka.bootstrap-servers", "127.0.0.1:1")
			.setting("management.endpoints.web.exposure.include", "*")
			.trigger("orders", Map.of("kafka.topic", "orders"))
			.handler("orders", String.class, (payload, context) -> {
			})
			.web()
			.startAnyway()) {
			JsonNode answer = answer(service, "/instances");
			assertThat(ids(answer.at("/instances"))).isEqualTo("worker-a:alive");
			assertThat(answer.at("/scope").stringValue()).isEqualTo("instance");
			assertThat(answer.has("unanswered")).isFalse();
		}
	}

	private TappetService service(String instance) {
		return TappetService.on(this.server.redis())
			.instance(instance)
			.setting("management.endpoints.web.exposure.include", "*")
			.trigger("news", Map.of("redis-pubsub.channel", "news"))
			.handler("news", String.class, (payload, context) -> {
			})
			.web()
			.start();
	}

	private static JsonNode answer(TappetService service, String path) {
		return MAPPER.readTree(new Web(service.port()).get(path).body());
	}

	private static String shown(TappetService service) {
		return ids(answer(service, "/instances").at("/instances"));
	}

	private static String workers(TappetService service) {
		return ids(answer(service, "/triggers/news").at("/workers"));
	}

	private static String ids(JsonNode instances) {
		StringBuilder ids = new StringBuilder();
		instances.forEach((each) -> ids.append(' ')
			.append(each.at("/instance").stringValue())
			.append(':')
			.append(each.at("/state").stringValue()));
		return ids.toString().strip();
	}

	private static void eventually(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).untilAsserted(assertion);
	}

}
