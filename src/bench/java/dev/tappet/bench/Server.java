package dev.tappet.bench;

/**
 * The broker of a part of the benchmark, in a process of its own.
 */
interface Server {

	/** Its processor time so far, in seconds. */
	double cpu();

	/** Clients that it has cut off because they read too slowly. */
	default long cutOff() {
		return 0;
	}

}
