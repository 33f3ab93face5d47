package dev.tappet.source.redis.connection;

import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AdaptedResourcesTests {

	private final ClientResources shared = DefaultClientResources.create();

	@AfterEach
	void end() {
		this.shared.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
	}

	private ClientResources adapted() {
		ConnectionDefinition definition = new ConnectionDefinition("default",
				new Topology.Standalone(new Node("localhost", 6379)), null, null, 0, false, null, null, null, null);
		Access access = new Access(definition, () -> definition, () -> null, "test", null);
		return new AdaptedResources(access, new Brake()).of(this.shared);
	}

	@Test
	void haveNoThreadsOfTheirOwn() {
		for (ClientResources each : List.of(adapted(), adapted())) {
			assertThat(each.eventLoopGroupProvider()).isSameAs(this.shared.eventLoopGroupProvider());
			assertThat(each.eventExecutorGroup()).isSameAs(this.shared.eventExecutorGroup());
			assertThat(each.timer()).isSameAs(this.shared.timer());
			assertThat(each.shutdown(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void leaveTheThreadsOfOthersAloneWhenTheyEnd() {
		adapted().shutdown(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
		assertThat(this.shared.eventExecutorGroup().isShuttingDown()).isFalse();
		assertThat(this.shared.eventExecutorGroup().submit(() -> "ran").awaitUninterruptibly(10, TimeUnit.SECONDS))
			.isTrue();
		assertThat(this.shared.timer().newTimeout((timeout) -> {
		}, 1, TimeUnit.HOURS).cancel()).isTrue();
	}

}
