package dev.tappet.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of the loopback interface for servers that are started later, or again. None is
 * given twice, and they lie below those that a system gives to clients: a port of those
 * may be anybody's by the time that the server wants it.
 */
public final class FreePorts {

	private static final int FIRST = 10_240;

	/** The bus of a cluster is 10,000 above its port. */
	private static final int END = 22_000;

	private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(FIRST, END));

	private FreePorts() {
	}

	/**
	 * The next port that nobody listens on.
	 * @return the port
	 */
	public static int next() {
		for (int tries = FIRST; tries < END; tries++) {
			int port = NEXT.getAndUpdate((last) -> (last + 1 < END) ? last + 1 : FIRST);
			if (isFree(port)) {
				return port;
			}
		}
		throw new IllegalStateException("no port is free between " + FIRST + " and " + END);
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
