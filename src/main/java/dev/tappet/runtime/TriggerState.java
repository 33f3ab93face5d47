package dev.tappet.runtime;

/**
 * What a trigger is doing.
 */
public enum TriggerState {

	/** Fetching and handling. */
	RUNNING,

	/** Not fetching, by an operator's wish. */
	PAUSED,

	/** Switched off in the configuration. */
	DISABLED,

	/** The source cannot be read at the moment; it is tried again and again. */
	FAILING

}
