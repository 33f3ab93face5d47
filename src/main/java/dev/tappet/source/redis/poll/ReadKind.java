package dev.tappet.source.redis.poll;

/**
 * What a read asks for.
 */
enum ReadKind {

	/** Messages that nobody had. */
	NEW,

	/** Messages whose time has come. */
	DUE

}
