package dev.tappet.source;

/**
 * A message that cannot become what its handler takes. No retry can help, so it is
 * dead-lettered at once; the message of this exception is the reason.
 */
public final class UnbindablePayloadException extends Exception {

	/**
	 * Refuses a message.
	 * @param reason why, without any of the payload's values
	 */
	public UnbindablePayloadException(String reason) {
		// Neither cause nor stack trace: a cause may quote the payload, and a flood of
		// bad messages must stay cheap.
		super(Printable.of(reason, Printable.UNBINDABLE), null, false, false);
	}

	/**
	 * Why, without any of the payload's values.
	 * @return one line of at most about 300 characters
	 */
	public String reason() {
		return String.valueOf(getMessage());
	}

}
