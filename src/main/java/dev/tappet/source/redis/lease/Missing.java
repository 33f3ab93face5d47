package dev.tappet.source.redis.lease;

/**
 * A worker that holds messages and shows no sign of life.
 *
 * @param worker its name on the server
 * @param connection the connection that it had and that is gone, or nothing where it only
 * fell silent
 */
public record Missing(String worker, String connection) {

	static Missing silent(String worker) {
		return new Missing(worker, "");
	}

	/** Whether its connection is gone, and not only its lease. */
	public boolean isCut() {
		return !this.connection.isEmpty();
	}

}
