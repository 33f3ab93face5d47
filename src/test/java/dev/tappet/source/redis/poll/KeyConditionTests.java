package dev.tappet.source.redis.poll;

import java.time.Instant;
import java.util.List;

import dev.tappet.source.SourceStatus;
import dev.tappet.source.redis.connection.Subject;
import io.lettuce.core.RedisCommandExecutionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyConditionTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private final RuntimeException wrongType = new RedisCommandExecutionException(
			"WRONGTYPE Operation against a key holding the wrong kind of value");

	private final RuntimeException full = new RedisCommandExecutionException("OOM command not allowed");

	private final KeyCondition one = condition("one");

	private final KeyCondition other = condition("other");

	private static KeyCondition condition(String key) {
		return new KeyCondition("trigger", new Subject.Key("redis-list", key, key + "-poison"), () -> "here:6379");
	}

	private SourceStatus together() {
		SourceStatus status = KeyCondition.together(List.of(this.one, this.other), NOW);
		return (status != null) ? status : SourceStatus.starting(NOW);
	}

	@Test
	void isNewsOnce() {
		assertThat(this.one.noticesChange()).isFalse();
		this.one.reads();
		assertThat(this.one.noticesChange()).isTrue();
		this.one.reads();
		assertThat(this.one.noticesChange()).isFalse();
		this.one.fails(this.wrongType);
		assertThat(this.one.noticesChange()).isTrue();
		this.one.fails(this.wrongType);
		assertThat(this.one.noticesChange()).isFalse();
		this.one.fails(this.full);
		assertThat(this.one.noticesChange()).isTrue();
		this.one.reads();
		assertThat(this.one.noticesChange()).isTrue();
		assertThat(this.one.trouble()).isNull();
	}

	@Test
	void isNotKnownOfATriggerBeforeAllItsKeysWereTried() {
		assertThat(together().isStarting()).isTrue();
		this.one.reads();
		assertThat(together().isStarting()).isTrue();
		this.other.reads();
		assertThat(together()).isEqualTo(SourceStatus.reading(NOW));
	}

	@Test
	void ofATriggerIsFailingWhileOneOfItsKeysIs() {
		this.one.reads();
		this.other.fails(this.wrongType);
		assertThat(together().state()).isEqualTo(SourceStatus.State.FAILING);
		assertThat(together().reason()).contains("'other'").doesNotContain("'one'");
		this.one.fails(this.full);
		assertThat(together().reason()).contains("'other'", "out of memory", "; ");
	}

	@Test
	void isTroubledByVerdictsThatAreRefusedThoughTheKeyIsRead() {
		this.one.reads();
		this.one.noticesChange();
		this.one.settles(null);
		assertThat(this.one.noticesChange()).isFalse();
		this.one.settles(this.full);
		assertThat(this.one.noticesChange()).isTrue();
		assertThat(this.one.trouble()).contains("here:6379");
		this.one.settles(this.full);
		this.one.reads();
		assertThat(this.one.noticesChange()).isFalse();
		this.one.fails(this.wrongType);
		assertThat(this.one.trouble()).contains("type");
		this.one.reads();
		assertThat(this.one.trouble()).as("the verdicts are still refused").isNotNull();
		this.one.settles(null);
		assertThat(this.one.trouble()).isNull();
	}

}
