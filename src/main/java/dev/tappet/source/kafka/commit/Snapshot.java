package dev.tappet.source.kafka.commit;

import java.util.List;

/**
 * What a commit says of a partition, and what is true once it is confirmed.
 *
 * @param offset the offset to commit: all before it is done
 * @param metadata what is known of the records behind it
 * @param claims records that may begin then
 * @param counts what was decided since the last commit
 * @param <T> the record
 */
public record Snapshot<T>(long offset, String metadata, List<Slot<T>> claims, Counts counts) {

	/**
	 * What was decided.
	 *
	 * @param completed records that are done
	 * @param retried records that were put off
	 * @param takenOver records of workers that are gone
	 */
	public record Counts(int completed, int retried, int takenOver) {
	}

}
