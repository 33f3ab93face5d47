package dev.tappet.source.redis;

import java.util.List;

import dev.tappet.source.SourceTypes;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.env.MockEnvironment;

/**
 * The kinds of Redis sources, for tests that make no source of them.
 */
public final class RedisTypes {

	private RedisTypes() {
	}

	public static SourceTypes all() {
		RedisCli cli = new RedisCli(new MockEnvironment(),
				new StaticApplicationContext().getBeanProvider(DataRedisConnectionDetails.class));
		return new SourceTypes(List.of(new RedisStreamType(RedisTypes::none, cli),
				new RedisListType(RedisTypes::none, cli), new RedisPubSubType(RedisTypes::none, cli)));
	}

	private static Memberships none() {
		throw new IllegalStateException("no Redis here");
	}

}
