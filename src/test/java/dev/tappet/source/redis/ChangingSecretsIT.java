package dev.tappet.source.redis;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.tappet.embedded.RedisProcess;
import dev.tappet.runtime.TriggerState;
import dev.tappet.support.Calls;
import dev.tappet.support.Certificates;
import dev.tappet.support.TappetService;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Passwords and certificates that change while the service runs are taken up without a
 * restart, when the next connection is made.
 */
class ChangingSecretsIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Calls calls = new Calls();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			spring.data.redis          | configtree:%s/          | redis-password | %s
			tappet.connections.mounted | configtree:%s/          | redis-password | %s
			tappet.connections.mounted | file:%s/secrets.yml     | secrets.yml    | redis-password: %s
			""")
	void takesUpAPasswordThatAMountedFileHasNow(String prefix, String location, String file, String content,
			@TempDir Path folder) throws IOException {
		Path secrets = Files.createDirectories(folder.resolve("secrets"));
		Files.writeString(secrets.resolve(file), content.formatted("first") + "\n");
		try (RedisProcess redis = RedisProcess
			.keepingIn(folder.resolve("redis"), "--user", "tappet", "on", ">first", "~*", "&*", "+@all")
			.start(); RedisClient client = RedisClient.create()) {
			RedisURI address = RedisURI.create("127.0.0.1", redis.port());
			StatefulRedisConnection<String, String> admin = client.connect(address);
			TappetService.Builder builder = TappetService.builder()
				.setting("spring.config.import", location.formatted(secrets))
				.setting(prefix + ".host", "127.0.0.1")
				.setting(prefix + ".port", redis.port())
				.setting(prefix + ".username", "tappet")
				.setting(prefix + ".password", "${redis-password}")
				.trigger("orders",
						Map.of("redis-stream.key", "orders", "redis-stream.payload-field", "payload", "connection",
								prefix.endsWith("mounted") ? "mounted" : "default"))
				.handler("orders", String.class, this.calls::add);
			try (TappetService service = builder.start()) {
				admin.sync().xadd("orders", "payload", "before");
				this.calls.await(1);
				// Redis has the new one before the file has it.
				admin.sync()
					.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8),
							new CommandArgs<>(StringCodec.UTF8).add("SETUSER")
								.add("tappet")
								.add("resetpass")
								.add(">second"));
				admin.sync().clientKill(KillArgs.Builder.typeNormal().skipme(true));
				Awaitility.await()
					.atMost(PATIENCE)
					.until(() -> service.trigger("orders").state() == TriggerState.FAILING);
				Files.writeString(secrets.resolve(file), content.formatted("second") + "\n");
				admin.sync().xadd("orders", "payload", "after");
				this.calls.await(2);
			}
		}
	}

	@Test
	void takesUpAReloadedSslBundle(@TempDir Path folder) throws IOException {
		Certificates certificates = Certificates.in(folder);
		Path trusted = Files.copy(certificates.certificate(Certificates.STRANGER), folder.resolve("trusted.crt"));
		int tls;
		try (ServerSocket socket = new ServerSocket(0)) {
			tls = socket.getLocalPort();
		}
		List<String> options = new ArrayList<>(certificates.options(Certificates.SERVER, tls, false));
		try (RedisProcess redis = RedisProcess.keepingIn(folder.resolve("redis"), options.toArray(String[]::new))
			.start(); RedisClient client = RedisClient.create()) {
			TappetService.Builder builder = TappetService.builder()
				.setting("spring.ssl.bundle.watch.file.quiet-period", "100ms")
				.setting("spring.ssl.bundle.pem.trusting.reload-on-update", true)
				.setting("spring.ssl.bundle.pem.trusting.truststore.certificate", trusted)
				.setting("spring.data.redis.host", "127.0.0.1")
				.setting("spring.data.redis.port", tls)
				.setting("spring.data.redis.ssl.bundle", "trusting")
				.trigger("orders", Map.of("redis-stream.key", "orders", "redis-stream.payload-field", "payload"))
				.handler("orders", String.class, this.calls::add);
			try (TappetService service = builder.startAnyway()) {
				Awaitility.await()
					.atMost(PATIENCE)
					.until(() -> String.valueOf(service.trigger("orders").reason()).contains("is not trusted here"));
				Files.copy(certificates.certificate(Certificates.AUTHORITY), trusted,
						StandardCopyOption.REPLACE_EXISTING);
				client.connect(RedisURI.create("127.0.0.1", redis.port())).sync().xadd("orders", "payload", "one");
				this.calls.await(1, PATIENCE);
			}
		}
	}

}
