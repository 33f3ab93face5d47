package dev.tappet.source.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.tappet.handler.RejectMessage;
import dev.tappet.handler.TriggerContext;
import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerState;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Takes away each of the rights that the documentation lists, one from each of as many
 * users, each with triggers of its own: what cannot work says so and names the right, and
 * nothing is handled or given up twice for it.
 */
class RightsIT {

	private static final List<String> KINDS = List.of("stream", "list", "popped");

	private static final int SENT = 5;

	/** How often each payload may be handled. */
	private static final Map<String, Integer> EXPECTED = Map.of("fine-1", 1, "fine-2", 1, "fine-3", 1, "again", 2,
			"never", 1);

	private final List<String> rights = documented();

	private final Map<String, Map<String, Integer>> handled = new ConcurrentHashMap<>();

	@RegisterExtension
	private final EmbeddedRedis server = EmbeddedRedis.forgetful();

	@Test
	void withoutAnyRightATriggerWorksOrSaysWhichIsMissingAndRepeatsNothing() {
		each((number) -> grant(number, this.rights));
		each((number) -> revoke(number));
		try (TappetService service = service().startAnyway()) {
			send("a");
			awaitEnd(service, "a");
			report("missing from the start", "a");
			each((number) -> grant(number, List.of(this.rights.get(number))));
			awaitAllHandled("a");
			each((number) -> revoke(number));
			send("b");
			awaitEnd(service, "b");
			report("taken away while it runs", "b");
			each((number) -> grant(number, List.of(this.rights.get(number))));
			awaitAllHandled("b");
			awaitDeadLetters();
			report("given back", "a");
			report("given back", "b");
		}
	}

	@Test
	void rightsToLeadAndToWriteDeadLettersShowInHealthBeforeTheyAreNeeded() {
		List<String> needed = List.of("get", "set", "pexpire", "xadd");
		TappetService.Builder builder = handling();
		for (String right : needed) {
			int number = this.rights.indexOf(right);
			grant(number, this.rights);
			setUser(number, List.of("-" + right, "&news", "~channel-" + number + "-poison", "~channel-" + number));
			connection(builder, number).trigger("channel-" + number, Map.of("connection", "user-" + number,
					"redis-pubsub.channel", "news", "redis-pubsub.replicas", "one"));
		}
		try (TappetService service = builder.startAnyway()) {
			for (String right : needed) {
				String trigger = "channel-" + this.rights.indexOf(right);
				eventually().until(() -> service.trigger(trigger).state() == TriggerState.FAILING);
				eventually().until(() -> String.valueOf(service.trigger(trigger).reason()).contains("'" + right + "'"));
			}
			assertThat(service.health().getStatus()).isEqualTo(Status.DOWN);
			needed.forEach((right) -> grant(this.rights.indexOf(right), List.of(right)));
			service.awaitRunning();
			assertThat(service.health().getStatus()).isEqualTo(Status.UP);
		}
	}

	private TappetService.Builder handling() {
		return TappetService.on(redis())
			.handler("handler", String.class, this::handle)
			.setting("tappet.defaults.handler", "handler")
			.setting("tappet.defaults.concurrency", 2)
			.setting("tappet.defaults.retry.initial-delay", "50ms");
	}

	private TappetService.Builder connection(TappetService.Builder builder, int number) {
		String connection = "tappet.connections.user-" + number + ".";
		return builder.setting(connection + "host", redis().host())
			.setting(connection + "port", redis().port())
			.setting(connection + "username", "user-" + number)
			.setting(connection + "password", "secret");
	}

	private TappetService.Builder service() {
		TappetService.Builder builder = handling();
		each((number) -> {
			connection(builder, number);
			builder.trigger("stream-" + number, Map.of("connection", "user-" + number, "redis-stream.key",
					"stream-" + number, "redis-stream.payload-field", "payload"));
			builder.trigger("list-" + number,
					Map.of("connection", "user-" + number, "redis-list.key", "list-" + number));
			builder.trigger("popped-" + number, Map.of("connection", "user-" + number, "redis-list.key",
					"popped-" + number, "redis-list.delivery", "at-most-once"));
		});
		return builder;
	}

	private void handle(String payload, TriggerContext context) throws RejectMessage {
		int times = this.handled.computeIfAbsent(context.trigger(), (trigger) -> new ConcurrentHashMap<>())
			.merge(payload, 1, Integer::sum);
		if (payload.contains("never")) {
			throw new RejectMessage("never");
		}
		if (payload.contains("again") && times == 1) {
			throw new IllegalStateException("again");
		}
	}

	private void send(String round) {
		each((number) -> EXPECTED.keySet().forEach((payload) -> {
			redis().commands().xadd("stream-" + number, "payload", round + payload);
			redis().commands().rpush("list-" + number, round + payload);
			redis().commands().rpush("popped-" + number, round + payload);
		}));
	}

	/** Each trigger has handled all, or tells which right it lacks; and so it stays. */
	private void awaitEnd(TappetService service, String round) {
		eventually().during(Duration.ofSeconds(3)).untilAsserted(() -> each((number) -> {
			for (String kind : KINDS) {
				String name = kind + "-" + number;
				Trigger trigger = service.trigger(name);
				if (trigger.state() == TriggerState.FAILING) {
					assertThat(trigger.reason()).as(name).contains(this.rights.get(number));
				}
				else {
					assertThat(times(name, round)).as("%s without %s", name, this.rights.get(number))
						.isGreaterThanOrEqualTo(SENT + 1);
				}
			}
		}));
		assertNothingRepeated(round);
	}

	private void awaitAllHandled(String round) {
		eventually()
			.untilAsserted(() -> each((number) -> KINDS.forEach((kind) -> assertThat(times(kind + "-" + number, round))
				.as("%s-%d without %s", kind, number, this.rights.get(number))
				.isGreaterThanOrEqualTo(SENT + 1))));
		assertNothingRepeated(round);
	}

	private void awaitDeadLetters() {
		eventually().during(Duration.ofSeconds(2))
			.untilAsserted(() -> each((number) -> KINDS
				.forEach((kind) -> assertThat(redis().commands().xlen(kind + "-" + number + "-poison"))
					.as("%s-%d without %s", kind, number, this.rights.get(number))
					.isEqualTo(2))));
	}

	private void assertNothingRepeated(String round) {
		Map<String, Map<String, Integer>> repeated = new LinkedHashMap<>();
		this.handled.forEach((trigger, payloads) -> EXPECTED.forEach((payload, most) -> {
			int times = payloads.getOrDefault(round + payload, 0);
			if (times > most) {
				repeated.computeIfAbsent(trigger, (none) -> new HashMap<>()).put(round + payload, times);
			}
		}));
		assertThat(repeated).isEmpty();
	}

	private int times(String trigger, String round) {
		return this.handled.getOrDefault(trigger, Map.of())
			.entrySet()
			.stream()
			.filter((each) -> each.getKey().startsWith(round))
			.mapToInt(Map.Entry::getValue)
			.sum();
	}

	private void report(String what, String round) {
		for (String kind : KINDS) {
			int sent = SENT * this.rights.size();
			int distinct = sum(kind,
					(payloads) -> (int) payloads.keySet()
						.stream()
						.filter((payload) -> payload.startsWith(round))
						.count());
			int doubled = sum(kind, (payloads) -> EXPECTED.entrySet()
				.stream()
				.mapToInt((each) -> Math.max(0, payloads.getOrDefault(round + each.getKey(), 0) - each.getValue()))
				.sum());
			System.out.printf("%d rights, %s, %s: %d sent, %d handled, %d doubled, %d wait%n", this.rights.size(), what,
					kind, sent, distinct, doubled, sent - distinct);
		}
	}

	private int sum(String kind, ToIntFunction<Map<String, Integer>> figure) {
		return IntStream.range(0, this.rights.size())
			.map((number) -> figure.applyAsInt(this.handled.getOrDefault(kind + "-" + number, Map.of())))
			.sum();
	}

	private void each(IntConsumer action) {
		IntStream.range(0, this.rights.size()).forEach(action);
	}

	private void grant(int number, List<String> granted) {
		List<String> rules = new ArrayList<>(List.of("on", ">secret", "~tappet:*"));
		KINDS
			.forEach((kind) -> rules.addAll(List.of("~" + kind + "-" + number, "~" + kind + "-" + number + "-poison")));
		granted.forEach((right) -> rules.add("+" + right));
		setUser(number, rules);
	}

	private void revoke(int number) {
		setUser(number, List.of("-" + this.rights.get(number)));
	}

	private void setUser(int number, List<String> rules) {
		CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add("user-" + number);
		rules.forEach(args::add);
		redis().commands().dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), args);
	}

	private TestRedis redis() {
		return this.server.redis();
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
	}

	private static List<String> documented() {
		try {
			String line = Files.readAllLines(Path.of("docs/redis.md"))
				.stream()
				.filter((each) -> each.startsWith("ACL SETUSER tappet"))
				.findFirst()
				.orElseThrow();
			return Arrays.stream(line.split(" "))
				.filter((word) -> word.startsWith("+"))
				.map((word) -> word.substring(1))
				.collect(Collectors.toList());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
