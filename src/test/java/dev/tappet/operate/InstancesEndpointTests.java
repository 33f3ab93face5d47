package dev.tappet.operate;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import dev.tappet.source.Instances;
import dev.tappet.source.Instances.Instance;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which instances are shown, whatever is known of them.
 */
class InstancesEndpointTests {

	private static final Instant BEGIN = Instant.parse("2030-01-02T03:00:00Z");

	private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

	private static final Instance SELF = new Instance("worker-b", BEGIN, NOW, true);

	private static final Instance OTHER = new Instance("worker-a", BEGIN, NOW, true);

	private static final Instance GONE = new Instance("worker-0", BEGIN, BEGIN, false);

	private static ShownInstances shown(Map<String, CompletionStage<Instances>> places) {
		return new InstancesEndpoint("worker-b", List.of(() -> places), Clock.fixed(NOW, ZoneOffset.UTC)).instances();
	}

	private static CompletionStage<Instances> known(Instance... instances) {
		return CompletableFuture.completedFuture(Instances.of(List.of(instances), instances.length));
	}

	private static String ids(ShownInstances shown) {
		return String.join(" ",
				shown.instances()
					.stream()
					.map((each) -> each.instance() + ":" + each.state() + (each.self() ? ":this" : ""))
					.toList());
	}

	@Test
	void showsThoseThatLiveFirst() {
		ShownInstances shown = shown(Map.of("default", known(GONE, SELF, OTHER)));
		assertThat(ids(shown)).isEqualTo("worker-b:alive:this worker-a:alive worker-0:gone");
		assertThat(shown.scope()).isEqualTo("all");
		assertThat(shown.unanswered()).isNull();
		assertThat(shown.moreInstances()).isNull();
		assertThat(shown.instances().getLast().lastSeen()).isEqualTo(BEGIN);
	}

	@Test
	void showsItselfWhereNobodyTells() {
		assertThat(ids(shown(Map.of()))).isEqualTo("worker-b:alive:this");
		assertThat(shown(Map.of()).scope()).isEqualTo("instance");
		assertThat(shown(Map.of()).unanswered()).isNull();
	}

	@Test
	void saysWhoHasNotAnswered() {
		ShownInstances partly = shown(Map.of("default", known(OTHER, new Instance("worker-b", BEGIN, BEGIN, false)),
				"down", CompletableFuture.failedFuture(new IllegalStateException("no Redis")), "silent",
				new CompletableFuture<>()));
		assertThat(ids(partly)).isEqualTo("worker-b:alive:this worker-a:alive");
		assertThat(partly.scope()).isEqualTo("all");
		assertThat(partly.unanswered()).containsExactly("down", "silent");
		ShownInstances nobody = shown(
				Map.of("down", CompletableFuture.failedFuture(new IllegalStateException("no Redis"))));
		assertThat(ids(nobody)).isEqualTo("worker-b:alive:this");
		assertThat(nobody.scope()).isEqualTo("instance");
	}

	@Test
	void addsUpWhatSeveralPlacesTell() {
		Instance earlier = new Instance("worker-b", BEGIN.minusSeconds(1), BEGIN, true);
		ShownInstances shown = shown(Map.of("one", known(SELF, OTHER), "two", known(earlier, GONE)));
		assertThat(ids(shown)).isEqualTo("worker-b:alive:this worker-a:alive worker-0:gone");
		assertThat(shown.instances().getFirst().since()).isEqualTo(BEGIN.minusSeconds(1));
		assertThat(shown.instances().getFirst().lastSeen()).isEqualTo(NOW);
	}

	@Test
	void showsNoMoreThanAHundredAndAlwaysItself() {
		List<Instance> many = IntStream.range(0, 130).mapToObj((i) -> new Instance("a" + i, BEGIN, NOW, true)).toList();
		ShownInstances shown = shown(Map.of("default", CompletableFuture.completedFuture(Instances.of(many, 700))));
		assertThat(shown.instances()).hasSize(100);
		assertThat(ids(shown)).startsWith("worker-b:alive:this a");
		assertThat(shown.moreInstances()).isEqualTo(600);
	}

	@Test
	void answersAsAnEndpoint() {
		try (TestEndpoints service = new TestEndpoints(new String[0], () -> Map.of("default", known(OTHER)))) {
			TestEndpoints.Answer answer = service.get("/instances");
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.body()).startsWith("{\"instances\":[{\"instance\":\"worker-b\",\"this\":true,")
				.contains("{\"instance\":\"worker-a\",\"this\":false,\"state\":\"alive\","
						+ "\"since\":\"2030-01-02T03:00:00Z\",\"lastSeen\":\"2030-01-02T03:04:05Z\"}")
				.endsWith("\"scope\":\"all\"}");
			assertThat(service.post("/instances", "{}").status()).isEqualTo(405);
		}
	}

}
