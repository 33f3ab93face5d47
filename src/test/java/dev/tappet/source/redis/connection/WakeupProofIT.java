package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.tappet.faults.RespProxy;
import dev.tappet.faults.RespProxy.Kind;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that agrees to tell of changes is believed once it has told of one.
 */
@ExtendWith(OutputCaptureExtension.class)
class WakeupProofIT {

	private static final String POLLS = "does not tell when a key changes";

	private static final int MESSAGES = 40;

	private volatile long sentAt;

	private final Map<String, Long> delays = new ConcurrentHashMap<>();

	private TestRedis redis;

	@BeforeEach
	void useEmptyServer() {
		this.redis = RedisKind.EMBEDDED.empty();
	}

	@Test
	void believesAServerThatTells(CapturedOutput output) {
		deliverThrough(Kind.PASSES_ALL);
		assertThat(output).doesNotContain(POLLS);
	}

	@Test
	void asksManyTimesASecondWhereTheTellingIsSwallowed(CapturedOutput output) {
		deliverThrough(Kind.SWALLOWS_PUSHES);
		assertThat(output.getOut().lines().filter((line) -> line.contains(POLLS))).hasSize(1);
		assertThat(output).contains("what it tells does not arrive");
	}

	@Test
	void asksManyTimesASecondWhereOnlyTheOldProtocolIsSpoken(CapturedOutput output) {
		deliverThrough(Kind.OLD_PROTOCOL_ONLY);
		assertThat(output.getOut().lines().filter((line) -> line.contains(POLLS))).hasSize(1);
	}

	@Test
	void leavesNoKeyBehind() {
		deliverThrough(Kind.PASSES_ALL);
		assertThat(this.redis.keys("tappet:*wakeup*")).isEmpty();
	}

	/** Each is sent when the one before was handled, so that the list is idle. */
	private void deliverThrough(Kind kind) {
		try (RespProxy proxy = RespProxy.to(this.redis.port(), kind);
				TappetService service = TappetService.on(this.redis)
					.setting("spring.data.redis.port", proxy.port())
					.trigger("mails", Map.of("redis-list.key", "mails", "redis-list.polling-interval", "30s"))
					.handler("mails", String.class,
							(mail, context) -> this.delays.put(mail, System.nanoTime() - this.sentAt))
					.start()) {
			for (int i = 0; i < MESSAGES; i++) {
				String mail = "mail-" + i;
				this.sentAt = System.nanoTime();
				this.redis.commands().rpush("mails", mail);
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.pollInterval(Duration.ofMillis(1))
					.until(() -> this.delays.containsKey(mail));
			}
			assertThat(service.trigger("mails").counts().restarts()).isZero();
		}
		long[] sorted = this.delays.values().stream().mapToLong(Long::longValue).sorted().toArray();
		System.out.printf("%s: %d sent, %d handled, delays in ms: median %.1f, longest %.1f%n", kind, MESSAGES,
				sorted.length, sorted[MESSAGES / 2] / 1e6, sorted[MESSAGES - 1] / 1e6);
	}

}
