package dev.tappet.source.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.tappet.TappetApplication;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.RedisReplicas;
import dev.tappet.support.TestRedis;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code --tappet.check} tells what a start would meet, and changes nothing.
 */
@ExtendWith(OutputCaptureExtension.class)
class PreflightIT {

	private static final String TRIGGERS = """
			tappet:
			  defaults.handler: log
			  triggers:
			    orders.redis-stream.key: orders
			    mails.redis-list.key: mails
			    jobs:
			      redis-list: {key: jobs, delivery: at-most-once}
			    news:
			      redis-pubsub: {channel: news, replicas: one}
			    expired:
			      redis-pubsub: {keyevent: expired}
			""";

	@TempDir
	private Path folder;

	@RegisterExtension
	private final EmbeddedRedis server = EmbeddedRedis.forgetful();

	@Test
	void tellsWhatIsThereAndWhatIsMissing(CapturedOutput output) throws IOException {
		redis().commands().xadd("orders", "field", "value");
		redis().commands().rpush("mails", "one", "two");
		assertThat(check(TRIGGERS)).isOne();
		assertThat(output).contains("'orders' (redis-stream)", "Redis 7.0", "mode standalone", "role master",
				"has all rights", "stream 'orders' has 1 entries", "2 elements wait", "nothing is kept on disk",
				"lacks the flags 'Ex'", "CONFIG SET notify-keyspace-events Ex",
				"nothing is missing for 4 of 5 triggers");
	}

	@Test
	void changesNothing() throws IOException {
		redis().commands().xadd("orders", "field", "value");
		String changes = changes();
		check(TRIGGERS.replace("keyevent: expired", "keyevent: expired, configure-notifications: true"));
		assertThat(changes()).isEqualTo(changes);
		assertThat(redis().keys("*")).containsExactly("orders");
		assertThat(redis().commands().xinfoGroups("orders")).isEmpty();
		assertThat(redis().commands().configGet("notify-keyspace-events")).containsEntry("notify-keyspace-events", "");
	}

	@Test
	void writesToNoneOfSeveralHosts(@TempDir Path data) throws IOException {
		try (RedisReplicas replicas = RedisReplicas.start(data, 2)) {
			List<TestRedis> nodes = List.of(replicas.node(0), replicas.node(1));
			nodes.forEach(Writes::reset);
			Path file = Files.writeString(this.folder.resolve("application.yml"), TRIGGERS);
			SpringApplication.exit(TappetApplication.application()
				.run("--tappet.check", "--spring.config.location=file:" + file,
						"--spring.data.redis.masterreplica.nodes=" + replicas.addresses()));
			nodes.forEach((node) -> {
				System.out.printf("a check of two hosts: %s was sent the writes %s%n", node.port(), Writes.of(node));
				assertThat(Writes.of(node)).isEmpty();
			});
		}
	}

	@Test
	void passesWhereNothingIsMissing(CapturedOutput output) throws IOException {
		redis().commands().configSet("notify-keyspace-events", "Ex");
		assertThat(check(TRIGGERS)).isZero();
		assertThat(output).contains("nothing is missing for 5 of 5 triggers");
	}

	@Test
	void namesTheRightsThatAreMissing(CapturedOutput output) throws IOException {
		redis().commands()
			.aclSetuser("tappet",
					AclSetuserArgs.Builder.on()
						.addPassword("secret-password")
						.allCommands()
						.removeCommand(CommandType.HDEL)
						.removeCommand(CommandType.XACK)
						.keyPattern("*")
						.channelPattern("weather"));
		assertThat(
				check(TRIGGERS, "--spring.data.redis.username=tappet", "--spring.data.redis.password=secret-password"))
			.isOne();
		assertThat(output)
			.contains("no right to hdel, xack, or", "no right to hdel, or", "no right to subscribe, or",
					"ACL SETUSER <user> +hdel")
			.doesNotContain("secret-password");
	}

	@Test
	void warnsOfEviction(CapturedOutput output) throws IOException {
		redis().commands().configSet("maxmemory", "100mb");
		redis().commands().configSet("maxmemory-policy", "allkeys-lru");
		check(TRIGGERS);
		assertThat(output).contains("maxmemory-policy is allkeys-lru. Remedy: CONFIG SET maxmemory-policy noeviction");
	}

	@Test
	void namesAKeyOfAnotherType(CapturedOutput output) throws IOException {
		redis().commands().set("orders", "text");
		assertThat(check(TRIGGERS)).isOne();
		assertThat(output).contains("the key 'orders'", "of another type");
	}

	@Test
	void endsWithAStatusAsAProcess() throws IOException, InterruptedException {
		redis().commands().configSet("notify-keyspace-events", "Ex");
		assertThat(exitOf(TRIGGERS)).isZero();
		assertThat(exitOf("tappet.triggers.orders.redis-stream.kee: orders")).isOne();
		assertThat(printed()).contains("kee");
		this.server.stop();
		assertThat(exitOf(TRIGGERS)).isOne();
		assertThat(printed()).contains("does not answer", "MISSING").doesNotContain("Netty started");
	}

	/** Checks in this process, and answers the exit code. */
	private int check(String yaml, String... arguments) throws IOException {
		List<String> all = new ArrayList<>(arguments(yaml));
		all.addAll(Arrays.asList(arguments));
		ConfigurableApplicationContext context = TappetApplication.application().run(all.toArray(String[]::new));
		assertThat(context.getBeansOfType(SmartLifecycle.class).keySet()).doesNotContain("tappetEngine");
		return SpringApplication.exit(context);
	}

	private List<String> arguments(String yaml) throws IOException {
		Path file = Files.writeString(this.folder.resolve("application.yml"), yaml);
		return List.of("--tappet.check", "--spring.config.location=file:" + file,
				"--spring.data.redis.host=" + redis().host(), "--spring.data.redis.port=" + redis().port());
	}

	private int exitOf(String yaml) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-Xmx128m", "-cp", System.getProperty("java.class.path"), TappetApplication.class.getName()));
		command.addAll(arguments(yaml));
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("output").toFile())
			.start();
		try {
			assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
			return process.exitValue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private String printed() throws IOException {
		return Files.readString(this.folder.resolve("output"));
	}

	private String changes() {
		return redis().commands()
			.info("persistence")
			.lines()
			.filter((line) -> line.startsWith("rdb_changes_since_last_save"))
			.findFirst()
			.orElseThrow();
	}

	private TestRedis redis() {
		return this.server.redis();
	}

}
