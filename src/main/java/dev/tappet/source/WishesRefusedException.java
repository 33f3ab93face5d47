package dev.tappet.source;

/**
 * The broker answers that it keeps no wishes for this user, so that asking again is of no
 * use until somebody changes that.
 */
public class WishesRefusedException extends RuntimeException {

	/**
	 * Says what is refused.
	 * @param message what, for whoever has to change it
	 * @param cause what the broker answered
	 */
	public WishesRefusedException(String message, Throwable cause) {
		super(message, cause);
	}

}
