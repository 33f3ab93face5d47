package dev.tappet.source;

/**
 * What is still to be done in a source, over all instances.
 *
 * @param waiting messages that nobody has taken
 * @param inFlight messages that were taken and are unfinished
 */
public record Backlog(long waiting, long inFlight) {

	/**
	 * All of it.
	 * @return waiting and unfinished messages
	 */
	public long total() {
		return this.waiting + this.inFlight;
	}

}
