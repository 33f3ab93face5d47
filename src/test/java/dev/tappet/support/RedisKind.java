package dev.tappet.support;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.github.dockerjava.api.exception.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The servers that everything is tried on; the embedded one is a Redis 7.0. Each is
 * started once and serves until the tests are over; a container that this machine cannot
 * run skips the test.
 */
public enum RedisKind {

	EMBEDDED(null), REDIS_8("redis:8.0"), VALKEY_8("valkey/valkey:8.1");

	private static final int PORT = 6379;

	private static final Map<RedisKind, TestRedis> running = new ConcurrentHashMap<>();

	private final @Nullable String image;

	RedisKind(@Nullable String image) {
		this.image = image;
	}

	/**
	 * The server without any data.
	 * @return the server, running
	 */
	public TestRedis empty() {
		TestRedis redis = running.computeIfAbsent(this, RedisKind::start);
		redis.clear();
		return redis;
	}

	private static TestRedis start(RedisKind kind) {
		return (kind.image != null) ? container(kind.image) : EmbeddedRedis.forgetful().start().redis();
	}

	/**
	 * Starts a cluster of such servers, each primary with a replica.
	 * @param primaries how many share the slots
	 * @return the cluster
	 */
	public RedisCluster cluster(int primaries) {
		if (this.image == null) {
			return RedisCluster.start(primaries, 1);
		}
		assume(this.image);
		return RedisCluster.start(ContainerHost.start(this.image, 2 * primaries), primaries, 1);
	}

	private static void assume(String image) {
		Assumptions.assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no container engine answers");
		Assumptions.assumeTrue(isPresent(image), () -> "there is no image " + image + ", and tests do not pull");
	}

	// Ends with this process, like the embedded server.
	@SuppressWarnings("resource")
	private static TestRedis container(String image) {
		assume(image);
		GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image)).withExposedPorts(PORT)
			.withImagePullPolicy((name) -> false)
			.waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));
		container.start();
		return new TestRedis(container.getHost(), container.getMappedPort(PORT));
	}

	private static boolean isPresent(String image) {
		try {
			DockerClientFactory.instance().client().inspectImageCmd(image).exec();
			return true;
		}
		catch (NotFoundException ex) {
			return false;
		}
	}

}
