package dev.tappet.source.redis;

/**
 * Another worker took this one for dead and took over its messages.
 */
class LeaseLost extends RuntimeException {

	LeaseLost(String key) {
		super("other workers took over the messages of this one on '" + key + "' because it showed no sign of life");
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
