package dev.tappet.source.azurequeue;

import java.time.Duration;

/**
 * What speaks the protocol of Azure's queues: the stub, or Azurite where it is found.
 */
public interface TestedService extends AutoCloseable {

	/**
	 * A connection string that leads to a port.
	 * @param port the port of a service, or of what stands before it
	 */
	static String connectionString(int port) {
		return "DefaultEndpointsProtocol=http;AccountName=%1$s;AccountKey=%2$s;QueueEndpoint=http://127.0.0.1:%3$d/%1$s;"
			.formatted(StubAuthentication.ACCOUNT, StubAuthentication.KEY, port);
	}

	/** Where it listens. */
	int port();

	/**
	 * Returns when this much more of the service's time has passed.
	 * @param time how much
	 */
	void pass(Duration time);

	@Override
	void close();

}
