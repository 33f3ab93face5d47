package dev.tappet.source.redis.pubsub;

import dev.tappet.source.redis.connection.Failures;
import io.lettuce.core.RedisCommandExecutionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NodeListenerTests {

	private static final RedisCommandExecutionException UNKNOWN = new RedisCommandExecutionException(
			"ERR unknown command 'SSUBSCRIBE', with args beginning with: 'news'");

	@Test
	void saysWhatAServerWithoutShardedChannelsNeeds() {
		Throwable told = NodeListener.inWords(new Subscription("news", false, false, true), UNKNOWN);
		assertThat(Failures.answered(told)).isTrue();
		assertThat(told).hasMessageContaining("Redis 7.0 or later").hasMessageContaining("SSUBSCRIBE");
	}

	@Test
	void leavesOtherRefusalsAsTheyAre() {
		assertThat(NodeListener.inWords(new Subscription("news", false, false), UNKNOWN)).isSameAs(UNKNOWN);
		RedisCommandExecutionException moved = new RedisCommandExecutionException("MOVED 1 127.0.0.1:1");
		assertThat(NodeListener.inWords(new Subscription("news", false, false, true), moved)).isSameAs(moved);
	}

}
