package dev.tappet.source.kafka.letter;

import dev.tappet.source.kafka.commit.Marks;
import org.apache.kafka.common.TopicPartition;

/**
 * The dead letters of a partition.
 *
 * @param partition the partition
 * @param start the oldest record that is there
 * @param end the offset behind the newest
 * @param removed what was removed
 */
record LetterRange(TopicPartition partition, long start, long end, Marks removed) {

	LetterRange without(Marks marks) {
		return new LetterRange(this.partition, Math.max(this.start, Math.min(marks.start(), this.end)), this.end,
				marks);
	}

	/** All that still lies there, removed or not. */
	LetterRange whole() {
		return new LetterRange(this.partition, this.start, this.end, Marks.none(this.start));
	}

	long count() {
		return Math.max(0, this.end - this.start - this.removed.finishedFrom(this.start));
	}

	boolean has(long offset) {
		return offset >= this.start && offset < this.end && !this.removed.isFinished(offset);
	}

}
