package dev.tappet.operate;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLettersEndpointTests {

	private static final String ALLOWED = "management.endpoint.deadletters.access=unrestricted";

	private final HeldLetters letters = new HeldLetters();

	@Test
	void showsTheNewestFirstAndPageByPage() {
		this.letters.add("3", "broken", Instant.EPOCH, bytes("three"))
			.add("2", "broken", Instant.EPOCH, new byte[] { (byte) 0xff })
			.add("1", "broken", Instant.EPOCH, bytes("x".repeat(5000)));
		try (TestEndpoints endpoints = TestEndpoints.of(ALLOWED, this.letters.trigger("orders"))) {
			endpoints.get("/deadletters/orders?count=2").is(200, """
					{"trigger":"orders","total":3,"deadLetters":[
					{"id":"3","source":"orders","messageId":"m3","attempts":5,"reason":"broken",
					"failedAt":"1970-01-01T00:00:00Z","payload":{"text":"three","bytes":5}},
					{"id":"2","source":"orders","messageId":"m2","attempts":5,"reason":"broken",
					"failedAt":"1970-01-01T00:00:00Z","payload":{"base64":"/w==","bytes":1}}],"next":"2"}""");
			endpoints.get("/deadletters/orders?before=2")
				.is(200, """
						{"trigger":"orders","total":3,"deadLetters":[
						{"id":"1","source":"orders","messageId":"m1","attempts":5,"reason":"broken",
						"failedAt":"1970-01-01T00:00:00Z","payload":{"text":"%s","bytes":5000,"cut":true}}]}"""
					.formatted("x".repeat(4096)));
		}
	}

	@Test
	void showsFields() {
		this.letters.add("1", new HeldLetters.Fields("m1", new byte[][] { bytes("tappet-id"), bytes("mine"),
				{ (byte) 0xff }, { 0 }, bytes("long"), bytes("y".repeat(5000)), bytes("more"), bytes("z") }));
		try (TestEndpoints endpoints = TestEndpoints.of(ALLOWED, this.letters.trigger("orders"))) {
			endpoints.get("/deadletters/orders")
				.is(200, """
						{"trigger":"orders","total":1,"deadLetters":[
						{"id":"1","source":"orders","messageId":"m1","attempts":5,"reason":"broken",
						"failedAt":"1970-01-01T00:00:00Z","fields":[
						{"name":"tappet-id","value":{"text":"mine","bytes":4}},
						{"name":"/w==","value":{"base64":"AA==","bytes":1}},
						{"name":"long","value":{"text":"%s","bytes":5000,"cut":true}}],"moreFields":1}]}"""
					.formatted("y".repeat(4096 - 15)));
		}
	}

	@Test
	void hidesPayloads() {
		this.letters.add("1", "broken", Instant.EPOCH, bytes("secret"));
		try (TestEndpoints endpoints = TestEndpoints.of("tappet.dead-letters.show-payloads=false",
				this.letters.trigger("orders"))) {
			endpoints.get("/deadletters/orders").is(200, """
					{"trigger":"orders","total":1,"deadLetters":[
					{"id":"1","source":"orders","messageId":"m1","attempts":5,"reason":"broken",
					"failedAt":"1970-01-01T00:00:00Z"}]}""");
		}
	}

	@Test
	void filtersByReasonAndTime() {
		addMany(200);
		try (TestEndpoints endpoints = TestEndpoints.of(ALLOWED, this.letters.trigger("orders"))) {
			assertThat(ids(endpoints.get("/deadletters/orders?reason=THIRD&count=3"))).containsExactly("198", "195",
					"192");
			assertThat(ids(endpoints
				.get("/deadletters/orders?since=1970-01-01T00:01:00Z&until=1970-01-01T00:01:03Z&count=500")))
				.containsExactly("62", "61", "60");
			assertThat(ids(endpoints.get("/deadletters/orders?since=1s"))).isEmpty();
		}
	}

	@Test
	void replaysAndDeletes() {
		addMany(320);
		try (TestEndpoints endpoints = TestEndpoints.of(ALLOWED, this.letters.trigger("orders"))) {
			endpoints.post("/deadletters/orders", "{\"action\":\"replay\",\"ids\":[\"7\",\"8\",\"7\",\"999\"]}")
				.is(200, "{\"action\":\"replay\",\"dryRun\":false,\"count\":2,\"complete\":true}");
			assertThat(this.letters.replayed).containsExactly("7", "8", "999");
			endpoints.post("/deadletters/orders", "{\"action\":\"delete\",\"reason\":\"third\",\"dryRun\":true}")
				.is(200, "{\"action\":\"delete\",\"dryRun\":true,\"count\":106,\"complete\":true}");
			endpoints.post("/deadletters/orders", "{\"action\":\"delete\",\"ids\":[\"9\",\"999\"],\"dryRun\":true}")
				.is(200, "{\"action\":\"delete\",\"dryRun\":true,\"count\":1,\"complete\":true}");
			assertThat(this.letters.letters).hasSize(318);
			endpoints.post("/deadletters/orders", "{\"action\":\"delete\",\"reason\":\"third\"}")
				.is(200, "{\"action\":\"delete\",\"dryRun\":false,\"count\":106,\"complete\":true}");
			endpoints.post("/deadletters/orders", "{\"action\":\"replay\",\"all\":true}")
				.is(200, "{\"action\":\"replay\",\"dryRun\":false,\"count\":212,\"complete\":true}");
			endpoints.post("/deadletters/orders", "{\"action\":\"replay\",\"all\":true}")
				.is(200, "{\"action\":\"replay\",\"dryRun\":false,\"count\":0,\"complete\":true}");
			assertThat(this.letters.pieces).allMatch((size) -> size <= 100);
		}
	}

	@Test
	void replaysAnEditedCopy() {
		this.letters.add("2", "broken", Instant.EPOCH, bytes("two"))
			.add("1", new HeldLetters.Fields("m1",
					new byte[][] { bytes("a"), bytes("1"), bytes("b"), bytes("2"), bytes("b"), bytes("3") }));
		try (TestEndpoints endpoints = TestEndpoints.of(ALLOWED, this.letters.trigger("orders"))) {
			String done = "{\"action\":\"replay\",\"dryRun\":%s,\"count\":%d,\"complete\":true}";
			endpoints.post("/deadletters/orders", edit("\"2\"", "\"payload\":\"\",\"dryRun\":true"))
				.is(200, done.formatted(true, 1));
			endpoints.post("/deadletters/orders", edit("\"9\"", "\"payload\":\"zwei\""))
				.is(200, done.formatted(false, 0));
			assertThat(this.letters.letters).hasSize(2);
			endpoints.post("/deadletters/orders", edit("\"2\"", "\"base64\":\"/w==\""))
				.is(200, done.formatted(false, 1));
			assertThat(this.letters.edits.getFirst().body()).containsExactly(0xff);
			for (String wrong : List.of("\"payload\":\"x\"", "\"fields\":{\"c\":\"x\"}", "\"fields\":{\"b\":\"x\"}")) {
				endpoints.post("/deadletters/orders", edit("\"1\"", wrong + ",\"dryRun\":true"))
					.isProblem(400, "The message has ");
				endpoints.post("/deadletters/orders", edit("\"1\"", wrong)).isProblem(400, "The message has ");
			}
			assertThat(this.letters.letters).hasSize(1);
			endpoints.post("/deadletters/orders", edit("\"1\"", "\"fields\":{\"a\":{\"base64\":\"AA==\"}}"))
				.is(200, done.formatted(false, 1));
			HeldLetters.Fields original = new HeldLetters.Fields("m1",
					new byte[][] { bytes("a"), bytes("1"), bytes("b"), bytes("2") });
			assertThat(this.letters.edits.getLast().fields(original))
				.isDeepEqualTo(new byte[][] { bytes("a"), new byte[1], bytes("b"), bytes("2") });
			assertThat(this.letters.letters).isEmpty();
			assertThat(this.letters.replayed).isEmpty();
		}
	}

	@Test
	void saysWhatIsWrongWithAnEditedCopy() {
		addMany(2);
		try (TestEndpoints endpoints = TestEndpoints.of(ALLOWED, this.letters.trigger("orders"))) {
			endpoints.post("/deadletters/orders", edit("\"1\",\"2\"", "\"payload\":\"x\""))
				.isProblem(400, "alone in 'ids'");
			for (String body : List.of("{\"action\":\"replay\",\"all\":true,\"payload\":\"x\"}",
					"{\"action\":\"delete\",\"ids\":[\"1\"],\"payload\":\"x\"}")) {
				endpoints.post("/deadletters/orders", body).isProblem(400, "alone in 'ids'");
			}
			endpoints.post("/deadletters/orders", edit("\"1\"", "\"base64\":\"no!\""))
				.isProblem(400, "What 'base64' holds is no Base64");
			endpoints.post("/deadletters/orders", edit("\"1\"", "\"payload\":\"x\",\"base64\":\"/w==\""))
				.isProblem(400, "Give either");
			for (String fields : List.of("{}", "[\"a\"]", "\"a\"", "{\"a\":1}", "{\"a\":{\"base64\":\"!\"}}")) {
				endpoints.post("/deadletters/orders", edit("\"1\"", "\"fields\":" + fields)).isProblem(400, "'fields'");
			}
			endpoints.post("/deadletters/orders", edit("\"1\"", "\"payload\":\"" + "x".repeat(Edits.MOST + 1) + "\""))
				.isProblem(400, "1048576 bytes at most");
			assertThat(this.letters.letters).hasSize(2);
		}
		try (TestEndpoints endpoints = new TestEndpoints(
				new String[] { ALLOWED, "tappet.dead-letters.show-payloads=false" }, this.letters.trigger("orders"))) {
			endpoints.post("/deadletters/orders", edit("\"1\"", "\"payload\":\"x\""))
				.isProblem(409, "show-payloads is false");
			endpoints.post("/deadletters/orders", "{\"action\":\"replay\",\"ids\":[\"1\"]}")
				.is(200, "{\"action\":\"replay\",\"dryRun\":false,\"count\":1,\"complete\":true}");
		}
		try (TestEndpoints endpoints = TestEndpoints.of("spring.main.banner-mode=off",
				this.letters.trigger("orders"))) {
			endpoints.post("/deadletters/orders", edit("\"2\"", "\"payload\":\"x\"")).isProblem(405, "");
			assertThat(this.letters.letters).hasSize(1);
		}
	}

	private static String edit(String ids, String more) {
		return "{\"action\":\"replay\",\"ids\":[%s],%s}".formatted(ids, more);
	}

	@Test
	void saysHowFarItCameWhenRedisGoes() {
		addMany(120);
		this.letters.failsAt = 1;
		try (TestEndpoints endpoints = TestEndpoints.of(ALLOWED, this.letters.trigger("orders"))) {
			endpoints.post("/deadletters/orders", "{\"action\":\"delete\",\"all\":true}")
				.isProblem(503, "50 were done before; to ask again does no harm. no Redis");
			this.letters.failsAt = Integer.MAX_VALUE;
			endpoints.post("/deadletters/orders", "{\"action\":\"delete\",\"all\":true}")
				.is(200, "{\"action\":\"delete\",\"dryRun\":false,\"count\":70,\"complete\":true}");
			this.letters.failure = new IllegalStateException("no Redis");
			endpoints.get("/deadletters/orders").isProblem(503, "no Redis");
		}
	}

	@Test
	void saysWhatIsWrongWithARequest() {
		try (TestEndpoints endpoints = TestEndpoints.of(ALLOWED, this.letters.trigger("orders"))) {
			endpoints.get("/deadletters/none").isProblem(404, "There is no trigger named 'none'");
			endpoints.get("/deadletters/orders?count=0").isProblem(400, "'count' is a number from 1 to 500");
			endpoints.get("/deadletters/orders?count=many").isProblem(400, "'count' is a number from 1 to 500");
			endpoints.get("/deadletters/orders?before=x").isProblem(400, "'x' is no id");
			endpoints.get("/deadletters/orders?since=x").isProblem(400, "'since' is no time");
			for (String body : List.of("{\"action\":\"delete\"}", "{\"action\":\"delete\",\"id\":\"1\"}",
					"{\"action\":\"delete\",\"all\":false}", "{\"action\":\"delete\",\"all\":true,\"ids\":[\"1\"]}")) {
				endpoints.post("/deadletters/orders", body).isProblem(400, "Say which dead letters are meant");
			}
			endpoints.post("/deadletters/orders", "{\"action\":\"purge\",\"all\":true}").isProblem(400, "'action' is ");
			endpoints.post("/deadletters/none", "{\"action\":\"delete\",\"all\":true}").isProblem(404, "'none'");
			assertThat(endpoints.get("/deadletters").status()).isEqualTo(404);
		}
	}

	@Test
	void changesNothingUnlessItIsAllowed() {
		addMany(3);
		try (TestEndpoints endpoints = TestEndpoints.of("spring.main.banner-mode=off",
				this.letters.trigger("orders"))) {
			TestEndpoints.Answer refused = endpoints.post("/deadletters/orders",
					"{\"action\":\"delete\",\"all\":true}");
			refused.isProblem(405, "");
			assertThat(refused.headers().getAllow()).extracting(Object::toString).containsExactly("GET");
			assertThat(this.letters.letters).hasSize(3);
		}
	}

	private void addMany(int most) {
		for (int i = most; i > 0; i--) {
			this.letters.add("" + i, (i % 3 == 0) ? "each third" : "another", Instant.ofEpochSecond(i), bytes("m"));
		}
	}

	private static List<String> ids(TestEndpoints.Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return Stream.of(answer.body().split("\"id\":\""))
			.skip(1)
			.map((rest) -> rest.substring(0, rest.indexOf('"')))
			.toList();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
