package dev.tappet.source.redis.lease;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import dev.tappet.source.LastingThreads;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.trigger.InstanceId;

/**
 * This instance, as the server knows it.
 */
public final class Worker {

	private static final SecureRandom RANDOM = new SecureRandom();

	private final String instance;

	private final byte[] consumer;

	/** Tells this process from all others, on each Redis and on each connection. */
	private final String token = newToken();

	/** The triggers of which no broker knows by itself who works on them. */
	private final Set<String> work = new ConcurrentSkipListSet<>();

	private final Clock clock;

	private final LastingThreads threads;

	public Worker(InstanceId id, Clock clock, LastingThreads threads) {
		this.instance = id.value();
		this.consumer = Script.bytes(id.value());
		this.clock = clock;
		this.threads = threads;
	}

	/** A value that no other process and no earlier life of this one has. */
	public static String newToken() {
		byte[] random = new byte[8];
		RANDOM.nextBytes(random);
		return HexFormat.of().formatHex(random);
	}

	/**
	 * Has other instances know that this one works on a trigger, where no broker tells
	 * them.
	 * @param trigger its name
	 */
	public void worksOn(String trigger) {
		this.work.add(trigger);
	}

	/** What it works on, as the server keeps it. */
	String work() {
		return this.work.isEmpty() ? "" : "," + String.join(",", this.work) + ",";
	}

	String instance() {
		return this.instance;
	}

	String token() {
		return this.token;
	}

	byte[] consumer() {
		return this.consumer;
	}

	public Clock clock() {
		return this.clock;
	}

	/** Starts the threads that have to last as long as this instance. */
	public LastingThreads threads() {
		return this.threads;
	}

}
