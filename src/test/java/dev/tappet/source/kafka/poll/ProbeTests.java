package dev.tappet.source.kafka.poll;

import dev.tappet.source.kafka.poll.Probe.Anew;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProbeTests {

	@Test
	void outdatesWhatWasFoundOutBeforeATopicWasGone() {
		assertThat(new Anew(500L).mayOutdate(499)).isTrue();
		assertThat(new Anew(500L).mayOutdate(501)).isFalse();
	}

	@Test
	void outdatesEverythingWhereNobodySawThatATopicWasGone() {
		assertThat(new Anew(null).mayOutdate(Long.MAX_VALUE)).isTrue();
	}

}
