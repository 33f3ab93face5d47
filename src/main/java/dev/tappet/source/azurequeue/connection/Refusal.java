package dev.tappet.source.azurequeue.connection;

/**
 * Why the service did not do what it was asked for.
 *
 * @param kind what it means for whoever asked
 * @param text a sentence with the remedy, without secrets
 */
public record Refusal(Kind kind, String text) {

	/**
	 * What a refusal means for whoever asked.
	 */
	public enum Kind {

		/** The message is somebody else's by now, or not there any more. */
		GONE_RECEIPT,

		/** The message is not there. */
		GONE_MESSAGE,

		/** There is no such queue. */
		NO_QUEUE,

		/** It is too large for a queue. */
		TOO_LARGE,

		/** Anything else, which may work later. */
		OTHER

	}

	/**
	 * Whether a claim on a message is lost.
	 * @return whether there is nothing left to do with it
	 */
	public boolean isGone() {
		return this.kind == Kind.GONE_RECEIPT || this.kind == Kind.GONE_MESSAGE;
	}

}
