package dev.tappet.source;

/**
 * How a broker is reached, checked and complete, as the broker's own sources understand
 * it.
 */
public interface Connection {

	/**
	 * The name that triggers refer to it by.
	 * @return the name under {@code tappet.connections}
	 */
	String name();

}
