package dev.tappet.support;

/**
 * A server that may be ended and started again with what it has saved, always on the same
 * port of the loopback interface.
 */
interface NodeProcess extends AutoCloseable {

	int port();

	/** Starts it and waits until it answers. */
	void start();

	/** Ends it in order. */
	void stop();

	/** Ends it like {@code kill -9}. */
	void kill();

	/**
	 * Sends it a signal.
	 * @param name such as {@code STOP}
	 * @param pid its process, as it says itself
	 */
	void signal(String name, long pid);

	@Override
	void close();

}
