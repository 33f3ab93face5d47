package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.List;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CertaintyTests {

	private static final Node ONE = new Node("one", 1);

	private static final Node TWO = new Node("two", 2);

	private static final Node THREE = new Node("three", 3);

	private final Certainty certainty = new Certainty();

	private long now = Long.MAX_VALUE - 1000;

	private long look(Layout found) {
		return look(found, false);
	}

	private long look(Layout found, boolean disputed) {
		this.now += Duration.ofSeconds(1).toNanos();
		this.certainty.found(found, this.now, disputed);
		return this.now;
	}

	@Test
	void endsWithTheLastLookThatFoundTheOldLayout() {
		look(Layout.of(ONE, List.of(TWO)));
		long last = look(Layout.of(ONE, List.of(TWO)));
		look(Layout.of(TWO, List.of(ONE)));
		look(Layout.of(TWO, List.of(ONE)));
		assertThat(this.certainty.before()).isEqualTo(last);
	}

	@Test
	void endsEarlierWhereTheNewPrimaryDidNotFollowAnyMore() {
		look(Layout.of(ONE, List.of(TWO, THREE)));
		long following = look(Layout.of(ONE, List.of(TWO, THREE)));
		look(Layout.of(ONE, List.of(THREE)));
		look(Layout.of(ONE, List.of(THREE)));
		look(Layout.of(TWO, List.of(THREE)));
		assertThat(this.certainty.before()).isEqualTo(following);
	}

	@Test
	void doesNotGoByWhatWasLongAgo() {
		look(Layout.of(ONE, List.of(TWO)));
		long last = 0;
		for (int i = 0; i < 120; i++) {
			last = look(Layout.of(ONE, List.of()));
		}
		look(Layout.of(TWO, List.of()));
		assertThat(this.certainty.before()).isEqualTo(last);
	}

	@Test
	void doesNotGoByALookThatFoundSeveralThatTakeWrites() {
		long last = look(Layout.of(ONE, List.of(TWO)));
		look(Layout.of(ONE, List.of(TWO)), true);
		look(Layout.of(TWO, List.of(ONE)), true);
		assertThat(this.certainty.before()).isEqualTo(last);
	}

	@Test
	void knowsWhenTheLastLookBegan() {
		look(Layout.of(ONE, List.of(TWO)));
		long last = look(Layout.of(ONE, List.of(TWO)));
		assertThat(this.certainty.confirmed()).isEqualTo(last);
		long other = look(Layout.of(TWO, List.of(ONE)));
		assertThat(this.certainty.confirmed()).isEqualTo(other);
	}

	@Test
	void beginsWithTheFirstLook() {
		long first = look(Layout.of(ONE, List.of()));
		assertThat(this.certainty.before()).isEqualTo(first);
	}

}
