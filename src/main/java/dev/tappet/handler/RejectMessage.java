package dev.tappet.handler;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler that will never accept this message: it is dead-lettered at once,
 * without another attempt.
 */
public class RejectMessage extends RuntimeException {

	/**
	 * Rejects the message.
	 * @param reason why, as the dead letter says it
	 */
	public RejectMessage(String reason) {
		super(reason);
	}

	/**
	 * Rejects the message.
	 * @param reason why, as the dead letter says it
	 * @param cause what led to it
	 */
	public RejectMessage(String reason, @Nullable Throwable cause) {
		super(reason, cause);
	}

}
