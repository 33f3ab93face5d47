package dev.tappet.operate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptLinksTests {

	private final AttemptLinks<String> links = new AttemptLinks<>(2);

	@Test
	void findsTheAttemptBeforeOnce() {
		this.links.failed("a", "first");
		this.links.failed("a", "second");
		assertThat(this.links.before("a")).isEqualTo("second");
		assertThat(this.links.before("a")).isNull();
	}

	@Test
	void forgetsTheOldestOfTooMany() {
		this.links.failed("a", "1");
		this.links.failed("b", "2");
		this.links.failed("a", "3");
		this.links.failed("c", "4");
		assertThat(this.links.before("b")).isNull();
		assertThat(this.links.before("a")).isEqualTo("3");
		assertThat(this.links.before("c")).isEqualTo("4");
	}

}
