package dev.tappet.source.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.tappet.embedded.RedisProcess;
import dev.tappet.runtime.TriggerState;
import dev.tappet.support.TappetService;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Redis that is signed in to with tokens of Microsoft Entra ID, of which it knows one
 * at a time.
 */
@ExtendWith(OutputCaptureExtension.class)
class TokenSignInIT {

	private static final String OWNER = "11111111-2222-3333-4444-555555555555";

	private static RedisProcess server;

	private static RedisClient client;

	private static RedisCommands<String, String> redis;

	@BeforeAll
	static void startServer(@TempDir Path folder) {
		server = RedisProcess.keepingIn(folder.resolve("redis")).start();
		client = RedisClient.create();
		redis = client.connect(RedisURI.create("127.0.0.1", server.port())).sync();
	}

	@AfterAll
	static void stopServer() {
		client.shutdown();
		server.close();
	}

	/** From now on a user has this password alone; who is signed in stays so. */
	private static void password(String user, String password) {
		acl("SETUSER", user, "on", "resetpass", ">" + password, "~*", "&*", "+@all");
	}

	private static void acl(String... words) {
		TokenStub.acl(redis, List.of(words));
	}

	private static TappetService.Builder connection(TappetService.Builder builder, String name,
			Map<String, ?> settings) {
		String prefix = "tappet.connections." + name + ".";
		builder.setting(prefix + "host", "127.0.0.1").setting(prefix + "port", server.port());
		settings.forEach((key, value) -> builder.setting(prefix + key, value));
		return builder;
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(20));
	}

	@Test
	void signsAllConnectionsInAnewWithEachToken(CapturedOutput output) {
		AtomicBoolean accepted = new AtomicBoolean(true);
		ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();
		AtomicLong last = new AtomicLong(System.nanoTime());
		AtomicLong silence = new AtomicLong();
		try (TokenStub tokens = new TokenStub(OWNER, 3, (token) -> {
			if (accepted.get()) {
				password(OWNER, token);
			}
		})) {
			TappetService.Builder builder = connection(TappetService.builder().instance("token-holder"), "azure",
					tokens.application(TokenStub.SECRET));
			Map<String, Map<String, Object>> triggers = Map.of("stream",
					Map.of("redis-stream.key", "stream", "redis-stream.payload-field", "payload"), "list",
					Map.of("redis-list.key", "list"), "channel", Map.of("redis-pubsub.channel", "channel"));
			triggers.forEach((name, settings) -> builder.trigger(name, settings)
				.trigger(name, Map.of("connection", "azure"))
				.handler(name, String.class, (payload, context) -> {
					handled.add(payload);
					long now = System.nanoTime();
					silence.accumulateAndGet(now - last.getAndSet(now), Math::max);
				}));
			try (TappetService service = builder.start()) {
				List<String> connections = connections();
				assertThat(connections).hasSize(2).allMatch((each) -> each.contains(" user=" + OWNER + " "));
				List<String> sent = new ArrayList<>();
				last.set(System.nanoTime());
				silence.set(0);
				int first = tokens.tokens().size();
				eventually().until(() -> {
					for (int i = 0; i < 5; i++) {
						send(sent);
					}
					return tokens.tokens().size() >= first + 3;
				});
				eventually().until(() -> handled.size() >= sent.size());
				print("three tokens were renewed", sent, handled, silence);
				assertThat(handled).containsExactlyInAnyOrderElementsOf(sent);
				// Each connection by each token, and none was lost for it.
				eventually().until(() -> signIns("calls") >= 3 * connections.size());
				assertThat(signIns("failed_calls")).isZero();
				assertThat(ids(connections())).isEqualTo(ids(connections));
				// A new connection has to take the newest token.
				redis.clientKill(KillArgs.Builder.user(OWNER));
				eventually()
					.until(() -> connections().size() == 2 && !ids(connections()).containsAll(ids(connections)));
				eventually().until(() -> Long.valueOf(1).equals(redis.pubsubNumsub("channel").get("channel")));
				service.awaitRunning();
				send(sent);
				eventually().until(() -> new HashSet<>(handled).containsAll(sent));
				// One that Redis does not take is told, and ends nothing.
				accepted.set(false);
				eventually().until(() -> output.getOut().contains("is not signed in with the new token"));
				send(sent);
				eventually().until(() -> new HashSet<>(handled).containsAll(sent));
				String shown = service.health().toString() + service.trigger("stream").reason();
				assertThat(tokens.tokens()).noneMatch(shown::contains).noneMatch(output.getAll()::contains);
				assertThat(output.getAll()).contains("tappet.connections.azure.credential")
					.doesNotContain(TokenStub.SECRET);
			}
		}
	}

	private static void send(List<String> sent) {
		String number = Integer.toString(sent.size());
		redis.xadd("stream", "payload", "stream" + number);
		redis.rpush("list", "list" + number);
		redis.publish("channel", "channel" + number);
		sent.addAll(List.of("stream" + number, "list" + number, "channel" + number));
	}

	private static void print(String what, List<String> sent, ConcurrentLinkedQueue<String> handled,
			AtomicLong silence) {
		HashSet<String> lost = new HashSet<>(sent);
		handled.forEach(lost::remove);
		int doubled = handled.size() - new HashSet<>(handled).size();
		System.out.printf("%s: sent %d, handled %d, doubled %d, lost %d, nothing for %d ms at most%n", what,
				sent.size(), handled.size(), doubled, lost.size(), TimeUnit.NANOSECONDS.toMillis(silence.get()));
	}

	private static List<String> connections() {
		return redis.clientList().lines().filter((line) -> line.contains(" name=tappet-token-holder ")).toList();
	}

	private static List<String> ids(List<String> connections) {
		return connections.stream().map((line) -> line.substring(0, line.indexOf(' '))).sorted().toList();
	}

	private static long signIns(String what) {
		Matcher found = Pattern.compile("cmdstat_auth:.*\\b" + what + "=(\\d+)").matcher(redis.info("commandstats"));
		return found.find() ? Long.parseLong(found.group(1)) : 0;
	}

	@Test
	void takesTokensOfAllKindsAndTellsWhatIsWrong(@TempDir Path folder, CapturedOutput output) throws IOException {
		String unknown = "22222222-2222-3333-4444-555555555555";
		CountDownLatch late = new CountDownLatch(1);
		Path assertion = Files.writeString(folder.resolve("assertion"), TokenStub.ASSERTION + "\n");
		int unused;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			unused = socket.getLocalPort();
		}
		acl("SETUSER", "shared", "on", "nopass", "~*", "&*", "+@all");
		acl("SETUSER", unknown, "on", "resetpass", "~*", "&*", "+@all");
		try (TokenStub tokens = new TokenStub("shared", 3600, (token) -> {
		}); TokenStub refused = new TokenStub(unknown, 3600, (token) -> {
		}); TokenStub slow = new TokenStub("shared", 3600, (token) -> await(late))) {
			TappetService.Builder builder = TappetService.builder()
				.setting("AZURE_CLIENT_ID", "client")
				.setting("AZURE_TENANT_ID", "tenant")
				.setting("AZURE_CLIENT_SECRET", TokenStub.SECRET)
				.setting("AZURE_AUTHORITY_HOST", tokens.address())
				.setting("AZURE_FEDERATED_TOKEN_FILE", assertion)
				.setting("AZURE_POD_IDENTITY_AUTHORITY_HOST", tokens.address())
				.handler("handler", String.class, (payload, context) -> {
				});
			Map<String, Map<String, Object>> connections = Map.of("machine", Map.of("credential", "managedidentity"),
					"pod", Map.of("credential", "workloadidentity"), "variables", Map.of("credential", "environment"),
					"application", tokens.application(TokenStub.SECRET), "mistaken", tokens.application("other+secret"),
					"refused", refused.application(TokenStub.SECRET), "named",
					Map.of("credential", "environment", "username", unknown), "silent",
					Map.of("credential", "environment", "authority-host", "http://127.0.0.1:" + unused), "slow",
					Map.of("credential", "environment", "authority-host", slow.address(), "connect-timeout", "500ms"));
			connections.forEach((name, settings) -> {
				connection(builder, name, settings);
				builder.trigger("on-" + name,
						Map.of("redis-stream.key", name, "connection", name, "handler", "handler"));
			});
			try (TappetService service = builder.startAnyway()) {
				List.of("machine", "pod", "variables", "application").forEach((name) -> running(service, name));
				failing(service, "mistaken", "there is no token to sign in to 127.0.0.1:" + server.port(),
						"tappet.connections.mistaken.credential", "status 401, invalid_client: AADSTS7000215",
						"Invalid client secret ******");
				failing(service, "refused", "refuses the token of tappet.connections.refused.credential",
						"give this identity access", "user " + unknown, "WRONGPASS");
				failing(service, "named", "refuses the token of tappet.connections.named.credential",
						"user " + unknown);
				failing(service, "silent", "there is no token", "127.0.0.1:" + unused + " does not answer");
				failing(service, "slow", "there is no token", "takes longer than 500 ms");
				late.countDown();
				running(service, "slow");
				// It takes the token as soon as Redis does.
				acl("SETUSER", unknown, "nopass");
				running(service, "refused");
				running(service, "named");
				System.out
					.printf("9 connections with tokens of 4 kinds: all begin by themselves when what was wrong is%n");
				assertThat(tokens.tokens()).noneMatch(output.getAll()::contains);
				assertThat(output.getAll()).doesNotContain(TokenStub.SECRET, "other+secret", TokenStub.ASSERTION);
			}
		}
		finally {
			late.countDown();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void running(TappetService service, String connection) {
		eventually().until(() -> service.trigger("on-" + connection).state() == TriggerState.RUNNING);
	}

	private static void failing(TappetService service, String connection, String... parts) {
		eventually().until(
				() -> Objects.requireNonNullElse(service.trigger("on-" + connection).reason(), "").contains(parts[0]));
		assertThat(service.trigger("on-" + connection).reason()).contains(parts);
	}

}
