package dev.tappet.source.redis.connection;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.lettuce.core.api.push.PushMessage;

/**
 * Hears that a key has changed, and wakes who waits for it. The server tells once for
 * each time that a key was asked after on the same connection; what is changed on this
 * connection itself it does not tell, so whoever does that says so.
 */
public final class Wakeups {

	private final Map<ByteBuffer, List<Runnable>> sleepers = new ConcurrentHashMap<>();

	public void register(String key, Runnable wake) {
		this.sleepers.computeIfAbsent(name(key), (name) -> new CopyOnWriteArrayList<>()).add(wake);
	}

	public void unregister(String key, Runnable wake) {
		this.sleepers.getOrDefault(name(key), List.of()).remove(wake);
	}

	private static ByteBuffer name(String key) {
		return ByteBuffer.wrap(Script.bytes(key));
	}

	/** Tells of a change by this process itself. */
	public void changed(byte[] key) {
		tell(ByteBuffer.wrap(key));
	}

	private void tell(ByteBuffer key) {
		this.sleepers.getOrDefault(key, List.of()).forEach(Runnable::run);
	}

	void heard(PushMessage message) {
		if (!message.getType().equals("invalidate")) {
			return;
		}
		Object keys = message.getContent().get(1);
		if (keys instanceof List<?> list) {
			for (Object key : list) {
				tell((ByteBuffer) key);
			}
		}
		else {
			// No list at all: everything was flushed.
			this.sleepers.values().forEach((all) -> all.forEach(Runnable::run));
		}
	}

}
