package dev.tappet.source.redis.connection;

import java.util.List;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClusterViewTests {

	private static final Node ASKED = new Node("asked", 7000);

	private static final Node A = new Node("10.0.0.1", 7001);

	private static final Node B = new Node("10.0.0.2", 7002);

	private static final String REPLICAS = """
			c 10.0.0.3:7003@17003 slave a 0 1700000000000 1 connected
			d 10.0.0.4:7004@17004 slave b 0 1700000000000 2 connected
			""";

	private static final String BOTH = """
			a 10.0.0.1:7001@17001 myself,master - 0 1700000000000 1 connected 0-8191
			b 10.0.0.2:7002@17002 master - 0 1700000000000 2 connected 8192-16383
			""";

	@Test
	void tellsPrimariesAndWhoStandsBy() {
		Layout layout = layout(BOTH + REPLICAS);
		assertThat(layout.primaries()).containsExactly(A, B);
		assertThat(layout.all()).containsExactly(A, B, new Node("10.0.0.3", 7003), new Node("10.0.0.4", 7004));
		assertThat(layout.primaryOf(0)).isEqualTo(A);
		assertThat(layout.primaryOf(8191)).isEqualTo(A);
		assertThat(layout.primaryOf(8192)).isEqualTo(B);
		assertThat(layout.primaryOf(16383)).isEqualTo(B);
	}

	@Test
	void keysOfOneTagHaveOnePrimary() {
		Layout layout = layout(BOTH + REPLICAS);
		assertThat(layout.primaryOf("tappet:{orders}:lease")).isEqualTo(layout.primaryOf("orders"));
	}

	@Test
	void believesTheMoreRecentOfTwoAnswers() {
		String isolated = BOTH + REPLICAS;
		String others = """
				a 10.0.0.1:7001@17001 master,fail - 0 1700000000000 1 connected
				b 10.0.0.2:7002@17002 myself,master - 0 1700000000000 2 connected 8192-16383
				c 10.0.0.3:7003@17003 master - 0 1700000000000 3 connected 0-8191
				d 10.0.0.4:7004@17004 slave b 0 1700000000000 2 connected
				""";
		for (List<String> order : List.of(List.of(isolated, others), List.of(others, isolated))) {
			Layout layout = layout(order.toArray(String[]::new));
			assertThat(layout.primaryOf(0)).isEqualTo(new Node("10.0.0.3", 7003));
			assertThat(layout.primaryOf(16383)).isEqualTo(B);
		}
	}

	@Test
	void believesTheNodeThatASlotWasMovedTo() {
		String before = BOTH;
		String after = """
				a 10.0.0.1:7001@17001 master - 0 1700000000000 1 connected 1-8191
				b 10.0.0.2:7002@17002 myself,master - 0 1700000000000 5 connected 0 8192-16383
				""";
		assertThat(layout(before, after).primaryOf(0)).isEqualTo(B);
		assertThat(layout(after, before).primaryOf(0)).isEqualTo(B);
	}

	@Test
	void aSlotThatIsMovedStaysWithItsNode() {
		Layout layout = layout("""
				a 10.0.0.1:7001@17001 myself,master - 0 1700000000000 1 connected 0-8191 [5->-b]
				b 10.0.0.2:7002@17002 master - 0 1700000000000 2 connected 8192-16383
				""");
		assertThat(layout.primaryOf(5)).isEqualTo(A);
	}

	@Test
	void knowsAPrimaryWithoutSlotsButNotADeadOne() {
		Layout layout = layout(BOTH + """
				e 10.0.0.5:7005@17005 master - 0 1700000000000 0 connected
				f 10.0.0.6:7006@17006 master,fail - 0 1700000000000 0 disconnected
				""");
		assertThat(layout.primaries()).containsExactly(A, B, new Node("10.0.0.5", 7005));
	}

	@Test
	void noServerHasASlotThatNobodyHas() {
		Layout layout = layout("a 10.0.0.1:7001@17001 myself,master - 0 1700000000000 1 connected 0-100\n");
		assertThat(layout.primaryOf(101)).isNull();
	}

	@Test
	void aNodeThatDoesNotKnowItsAddressIsWhereItWasAsked() {
		Layout layout = layout("a :7001@17001 myself,master - 0 1700000000000 1 connected 0-16383\n");
		assertThat(layout.primaries()).containsExactly(new Node("asked", 7001));
	}

	@Test
	void aNodeThatAnnouncesANameIsReachedByIt() {
		String text = "a 10.0.0.1:7001@17001,one.example myself,master - 0 1700000000000 1 connected 0-16383\n";
		assertThat(layout(text).primaries()).containsExactly(new Node("one.example", 7001));
	}

	@Test
	void theOrderOfTheAnswerDoesNotMatter() {
		String turned = """
				b 10.0.0.2:7002@17002 myself,master - 0 1700000000000 2 connected 8192-16383
				d 10.0.0.4:7004@17004 slave b 0 1700000000000 2 connected
				c 10.0.0.3:7003@17003 slave a 0 1700000000000 1 connected
				a 10.0.0.1:7001@17001 master - 0 1700000000000 1 connected 0-8191
				""";
		assertThat(layout(turned)).isEqualTo(layout(BOTH + REPLICAS));
	}

	private static Layout layout(String... answers) {
		return ClusterView.together(List.of(answers).stream().map((text) -> ClusterView.parse(text, ASKED)).toList());
	}

}
