package dev.tappet.source.redis.connection;

/**
 * Another worker took this one for dead and took over its messages.
 */
public class LeaseLostException extends RuntimeException {

	public LeaseLostException(String key) {
		super("other workers took over the messages of this one on '" + key + "' because it showed no sign of life");
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
