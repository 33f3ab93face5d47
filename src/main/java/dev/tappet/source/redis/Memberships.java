package dev.tappet.source.redis;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.tappet.source.InstanceRegister;
import dev.tappet.source.Instances;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.redis.connection.RedisConnector;
import dev.tappet.source.redis.lease.Worker;

/**
 * This instance at every Redis that it uses, by the name of the connection.
 */
final class Memberships implements InstanceRegister, AutoCloseable {

	private final Function<String, RedisConnector> connectors;

	private final Worker worker;

	private final ReadBuffer readBuffer;

	private final Map<String, Membership> memberships = new ConcurrentHashMap<>();

	/**
	 * Makes none yet: a Redis that no trigger reads from is not connected to.
	 * @param connectors how the Redis of a connection's name is reached
	 * @param worker this instance
	 * @param readBuffer the memory for what is read
	 */
	Memberships(Function<String, RedisConnector> connectors, Worker worker, ReadBuffer readBuffer) {
		this.connectors = connectors;
		this.worker = worker;
		this.readBuffer = readBuffer;
	}

	Membership at(String connection) {
		return this.memberships.computeIfAbsent(connection,
				(name) -> new Membership(this.connectors.apply(name), this.worker, this.readBuffer));
	}

	@Override
	public Map<String, CompletionStage<Instances>> ask() {
		Map<String, CompletionStage<Instances>> asked = new TreeMap<>();
		this.memberships.forEach((connection, membership) -> {
			CompletionStage<Instances> instances = membership.instances();
			if (instances != null) {
				asked.put(connection, instances);
			}
		});
		return asked;
	}

	@Override
	public void close() {
		// Two names may lead to one Redis: none is to claim again what another has given
		// up.
		this.memberships.values().forEach(Membership::stopClaim);
		this.memberships.values().forEach(Membership::close);
	}

}
