package dev.tappet.source;

/**
 * What a source promises beyond what all of them do.
 *
 * @param redelivers whether the server keeps a message until it is done
 * @param handsBack whether what was taken and not done is there for others after a stop
 * @param batches whether a handler may take several messages at once
 * @param severalKeys whether one trigger may have several of them
 * @param retriesSurvive whether a message that waits for its retry outlives its instance
 * @param hasBacklog whether it knows how much is waiting
 * @param polls whether it has a polling interval
 */
public record Features(boolean redelivers, boolean handsBack, boolean batches, boolean severalKeys,
		boolean retriesSurvive, boolean hasBacklog, boolean polls) {

	public static final Features ALL = new Features(true, true, true, true, true, true, true);

}
