package dev.tappet.dispatch;

import java.util.List;

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

	/**
	 * Tells several listeners as one.
	 * @param listeners the listeners
	 * @return the only one where there is one
	 */
	static InvocationListener all(List<InvocationListener> listeners) {
		if (listeners.size() == 1) {
			return listeners.getFirst();
		}
		InvocationListener[] each = listeners.toArray(InvocationListener[]::new);
		return new InvocationListener() {

			@Override
			public void succeeded(long nanos) {
				for (InvocationListener listener : each) {
					listener.succeeded(nanos);
				}
			}

			@Override
			public void failed(long nanos) {
				for (InvocationListener listener : each) {
					listener.failed(nanos);
				}
			}

			@Override
			public void delayed(long millis) {
				for (InvocationListener listener : each) {
					listener.delayed(millis);
				}
			}

		};
	}

}
