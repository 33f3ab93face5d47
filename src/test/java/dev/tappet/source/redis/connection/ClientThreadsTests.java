package dev.tappet.source.redis.connection;

import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** The end of the threads that connections share. */
class ClientThreadsTests {

	@Test
	void endsThem() {
		DefaultClientResources resources = DefaultClientResources.create();
		new ClientThreads(resources).close();
		assertThat(resources.eventExecutorGroup().isShuttingDown()).isTrue();
	}

	@Test
	@Timeout(value = 10, unit = TimeUnit.SECONDS)
	void doesNotWaitForeverForThemToSayThatTheyEnded() {
		ClientResources silent = (ClientResources) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ClientResources.class },
				(proxy, method, arguments) -> new DefaultPromise<>(GlobalEventExecutor.INSTANCE));
		new ClientThreads(silent).close();
	}

}
