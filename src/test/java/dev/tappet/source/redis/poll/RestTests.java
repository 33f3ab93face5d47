package dev.tappet.source.redis.poll;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RestTests {

	private final Rest rest = new Rest(() -> 0.5);

	private double length(double at) {
		this.rest.late(Ticks.at(at));
		assertThat(this.rest.isOver(Ticks.at(at))).isFalse();
		double length = (this.rest.until() - Ticks.at(at)) / 1e6;
		assertThat(this.rest.isOver(Ticks.at(at + length + 0.001))).isTrue();
		return length;
	}

	@Test
	void isOverAtFirst() {
		assertThat(this.rest.isOver(Ticks.START)).isTrue();
	}

	@Test
	void growsWhileOthersAreFasterUpToHalfASecond() {
		assertThat(length(0)).isEqualTo(1);
		double last = 1;
		for (int at = 1; at < 60; at++) {
			double next = length(1000 * at);
			assertThat(next).isBetween(last, 500.0);
			last = next;
		}
		assertThat(last).isEqualTo(500);
	}

	@Test
	void shrinksWhenItWasFirst() {
		for (int at = 0; at < 60; at++) {
			length(1000 * at);
		}
		this.rest.first();
		assertThat(length(61_000)).isBetween(100.0, 200.0);
		for (int i = 0; i < 10; i++) {
			this.rest.first();
		}
		assertThat(length(62_000)).isEqualTo(1);
	}

	/** One of four is first as often as not to matter; of a hundred one is not. */
	@Test
	void keepsAFewAwakeHoweverManyThereAre() {
		assertThat(awake(4)).isBetween(3.5, 4.0);
		assertThat(awake(20)).isBetween(4.0, 10.0);
		assertThat(awake(100)).isBetween(4.0, 15.0);
	}

	/** How many ask for each message, of which there are twenty a second. */
	private static double awake(int workers) {
		Random random = new Random(1);
		Rest[] rests = new Rest[workers];
		for (int i = 0; i < workers; i++) {
			rests[i] = new Rest(random::nextDouble);
		}
		int asked = 0;
		int messages = 4000;
		for (int message = 0; message < messages; message++) {
			long now = Ticks.at(50.0 * message);
			int[] awake = random.ints(0, workers)
				.distinct()
				.limit(workers)
				.filter((i) -> rests[i].isOver(now))
				.toArray();
			if (message >= messages / 2) {
				asked += awake.length;
			}
			for (int i = 0; i < awake.length; i++) {
				if (i == 0) {
					rests[awake[i]].first();
				}
				else {
					rests[awake[i]].late(now);
				}
			}
		}
		return asked / (messages / 2.0);
	}

}
