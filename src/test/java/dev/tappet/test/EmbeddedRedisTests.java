package dev.tappet.test;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EmbeddedRedisTests {

	@Test
	void saysWhichLibraryIsMissing() {
		assertThatIllegalStateException()
			.isThrownBy(() -> EmbeddedRedis.start(new FilteredClassLoader("redis.embedded")))
			.withMessageContaining("org.signal:embedded-redis");
	}

}
