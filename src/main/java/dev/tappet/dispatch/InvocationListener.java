package dev.tappet.dispatch;

/**
 * Told about each handler invocation of one trigger. Called on the hot path: does not
 * block, throw or look anything up.
 */
public interface InvocationListener {

	/**
	 * A handler returned.
	 * @param nanos how long it ran
	 */
	void succeeded(long nanos);

	/**
	 * A handler threw, or ran past its deadline.
	 * @param nanos how long it ran
	 */
	void failed(long nanos);

	/**
	 * A handler is about to start with a message whose time is known.
	 * @param millis from the message's time until now
	 */
	void delayed(long millis);

}
