package dev.tappet.source.azurequeue.connection;

import org.jspecify.annotations.Nullable;

/**
 * A value that is never shown.
 *
 * @param value the secret
 */
record Secret(String value) {

	/** Stands for a secret, whatever its length. */
	static final String MASK = "******";

	static @Nullable Secret of(@Nullable String value) {
		return (value != null) ? new Secret(value) : null;
	}

	@Override
	public String toString() {
		return MASK;
	}

}
