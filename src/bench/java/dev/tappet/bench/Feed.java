package dev.tappet.bench;

/**
 * Where the messages of a candidate come from. A backlog is laid up under another name
 * and put in place in one step, also under the eyes of a candidate that is running.
 */
interface Feed {

	/** The nearest number of messages that it can make, not less. */
	default int whole(int messages) {
		return messages;
	}

	/** Lays up messages, outside the measured time. */
	void stage(int messages);

	/** Puts them in place, or begins to publish them. */
	void release();

	/** What was not taken or not acknowledged, once a run is over. */
	long left();

}
