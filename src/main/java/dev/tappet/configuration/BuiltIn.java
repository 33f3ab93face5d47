package dev.tappet.configuration;

import org.springframework.boot.context.properties.bind.Binder;

/**
 * The values that hold where nothing is configured, as the properties types state them.
 */
final class BuiltIn {

	static final TappetProperties.Defaults DEFAULTS = of(TappetProperties.Defaults.class);

	static final TappetProperties.RedisStream STREAM = of(TappetProperties.RedisStream.class);

	static final TappetProperties.RedisList LIST = of(TappetProperties.RedisList.class);

	static final TappetProperties.RedisPubsub PUBSUB = of(TappetProperties.RedisPubsub.class);

	private BuiltIn() {
	}

	private static <T> T of(Class<T> type) {
		return new Binder().bindOrCreate("built-in", type);
	}

}
