package dev.tappet.source.redis;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

import dev.tappet.handler.RejectMessage;
import dev.tappet.handler.TriggerContext;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import dev.tappet.support.Web;
import io.lettuce.core.Range;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator does with dead letters, on a real Redis.
 */
class DeadLettersEndpointIT {

	private static final Logger logger = LoggerFactory.getLogger(DeadLettersEndpointIT.class);

	private static final int MESSAGES = 230;

	private static final byte[] ODD = { (byte) 0xff, 0, (byte) 0xc0, '\r', '\n' };

	/** What a handler was given that came back. */
	@SuppressWarnings("ArrayRecordComponent")
	private record Given(byte[] payload, boolean replay) {
	}

	private final Queue<Given> replayed = new ConcurrentLinkedQueue<>();

	private final EmbeddedRedis server = EmbeddedRedis.forgetful();

	private TappetService service;

	private Web web;

	@BeforeEach
	void start() {
		this.server.start();
		this.service = TappetService.on(redis())
			.trigger("orders", Map.of("redis-stream.key", "orders", "redis-stream.payload-field", "body"))
			.trigger("mails", Map.of("redis-list.key", "mails"))
			.trigger("pairs", Map.of("redis-list.key[0]", "left", "redis-list.key[1]", "right"))
			.handler("orders", byte[].class, this::handle)
			.handler("pairs", byte[].class, this::handle)
			.handler("mails", byte[].class, this::handle)
			.setting("management.endpoints.web.exposure.include", "*")
			.setting("management.endpoint.deadletters.access", "unrestricted")
			.web()
			.start();
		this.web = new Web(this.service.port());
	}

	@AfterEach
	void stop() {
		this.service.close();
		this.server.close();
	}

	private TestRedis redis() {
		return this.server.redis();
	}

	private void handle(byte[] payload, TriggerContext context) {
		if (!context.replay()) {
			throw new RejectMessage("no");
		}
		this.replayed.add(new Given(payload, true));
	}

	private static void eventually(BooleanSupplier condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(10))
			.until(condition::getAsBoolean);
	}

	private void act(String trigger, String json, String answer) {
		HttpResponse<String> response = this.web.post("/deadletters/" + trigger, json);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(response.body()).contains(answer);
	}

	@Test
	void replaysBitForBit() {
		Map<String, byte[]> entry = new LinkedHashMap<>();
		entry.put("tappet-reason", utf8("mine"));
		entry.put("body", ODD);
		entry.put("tappet-trigger", ODD);
		redis().bytes().xadd("orders", entry);
		redis().bytes().rpush("mails", ODD);
		eventually(() -> redis().commands().exists("orders-poison", "mails-poison") == 2);
		assertThat(this.web.get("/deadletters/orders").body()).contains("\"total\":1", "\"reason\":\"rejected: no\"",
				"{\"name\":\"tappet-reason\",\"value\":{\"text\":\"mine\",\"bytes\":4}}",
				"{\"name\":\"body\",\"value\":{\"base64\":\"/wDADQo=\",\"bytes\":5}}");
		assertThat(this.web.get("/deadletters/mails").body())
			.contains("\"payload\":{\"base64\":\"/wDADQo=\",\"bytes\":5}");
		act("orders", "{\"action\":\"replay\",\"all\":true,\"dryRun\":true}", "\"count\":1");
		assertThat(redis().commands().xlen("orders-poison")).isEqualTo(1);
		act("orders", "{\"action\":\"replay\",\"all\":true}", "\"count\":1");
		act("mails", "{\"action\":\"replay\",\"since\":\"1h\"}", "\"count\":1");
		eventually(() -> this.replayed.size() == 2);
		assertThat(this.replayed).allSatisfy((given) -> assertThat(given.payload()).isEqualTo(ODD));
		Map<String, byte[]> again = redis().bytes().xrevrange("orders", Range.unbounded()).getFirst().getBody();
		assertThat(again).containsExactlyEntriesOf(entry);
		assertThat(this.web.get("/deadletters/orders").body()).contains("\"total\":0", "\"deadLetters\":[]");
	}

	@Test
	void replaysAnEditedCopyWhoseOtherFieldsStay() {
		Map<String, byte[]> entry = new LinkedHashMap<>();
		entry.put("tappet-reason", ODD);
		entry.put("body", utf8("wrong"));
		entry.put("more", utf8("kept"));
		redis().bytes().xadd("orders", entry);
		redis().bytes().rpush("mails", utf8("wrong"));
		redis().bytes().rpush("right", utf8("wrong"));
		eventually(() -> redis().commands().exists("orders-poison", "mails-poison", "right-poison") == 3);
		String order = between(this.web.get("/deadletters/orders").body(), "\"id\":\"", "\"");
		String mail = between(this.web.get("/deadletters/mails").body(), "\"id\":\"", "\"");
		act("orders", "{\"action\":\"replay\",\"ids\":[\"%s\"],\"fields\":{\"body\":{\"base64\":\"/wDADQo=\"}}}"
			.formatted(order), "\"count\":1");
		act("mails", "{\"action\":\"replay\",\"ids\":[\"%s\"],\"base64\":\"/wDADQo=\"}".formatted(mail), "\"count\":1");
		String pair = between(this.web.get("/deadletters/pairs").body(), "\"id\":\"", "\"");
		assertThat(pair).endsWith("@right");
		act("pairs", "{\"action\":\"replay\",\"ids\":[\"%s\"],\"base64\":\"/wDADQo=\"}".formatted(pair), "\"count\":1");
		eventually(() -> this.replayed.size() == 3);
		assertThat(this.replayed).allSatisfy((given) -> assertThat(given.payload()).isEqualTo(ODD));
		entry.put("body", ODD);
		Map<String, byte[]> again = redis().bytes().xrevrange("orders", Range.unbounded()).getFirst().getBody();
		assertThat(again).containsExactlyEntriesOf(entry);
		assertThat(redis().commands().xlen("orders-poison") + redis().commands().xlen("mails-poison")).isZero();
		logger.info("replaysAnEditedCopyWhoseOtherFieldsStay: sent 3, replayed 3, doubled 0, lost 0");
	}

	@Test
	void replaysAndDeletesInPieces() {
		for (int i = 0; i < MESSAGES; i++) {
			redis().commands().rpush("mails", "mail-" + i);
		}
		eventually(() -> redis().commands().xlen("mails-poison") == MESSAGES);
		String first = this.web.get("/deadletters/mails?count=3").body();
		String next = between(first, "\"next\":\"", "\"");
		assertThat(first).contains("\"total\":" + MESSAGES);
		assertThat(this.web.get("/deadletters/mails?count=1&before=" + next).body())
			.doesNotContain("\"id\":\"" + next + "\"")
			.contains("\"next\":");
		act("mails", "{\"action\":\"delete\",\"all\":true,\"before\":\"%s\"}".formatted(next),
				"\"count\":" + (MESSAGES - 3) + ",\"complete\":true");
		act("mails", "{\"action\":\"replay\",\"reason\":\"REJECTED\"}", "\"count\":3,\"complete\":true");
		act("mails", "{\"action\":\"replay\",\"ids\":[\"%s\"]}".formatted(next), "\"count\":0,\"complete\":true");
		eventually(() -> this.replayed.size() == 3);
		List<String> handled = new ArrayList<>();
		this.replayed.forEach((given) -> handled.add(new String(given.payload(), StandardCharsets.UTF_8)));
		assertThat(handled).doesNotHaveDuplicates();
		logger.info("replaysAndDeletesInPieces: sent {}, deleted {}, replayed {}, doubled 0, lost 0", MESSAGES,
				MESSAGES - 3, this.replayed.size());
	}

	@Test
	void saysThatRedisIsDown() {
		this.server.stop();
		eventually(() -> this.web.get("/deadletters/mails").statusCode() == 503);
		assertThat(this.web.get("/deadletters/mails").headers().firstValue("Content-Type"))
			.contains("application/problem+json");
		assertThat(this.web.post("/deadletters/mails", "{\"action\":\"delete\",\"all\":true}").statusCode())
			.isEqualTo(503);
	}

	private static String between(String text, String begin, String end) {
		int from = text.indexOf(begin) + begin.length();
		return text.substring(from, text.indexOf(end, from));
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
