package dev.tappet.source.kafka.poll;

import java.util.HashMap;
import java.util.Map;

import dev.tappet.source.Backlog;
import dev.tappet.source.kafka.commit.Marks;
import dev.tappet.source.kafka.commit.MarksText;
import dev.tappet.source.kafka.place.RecordTimes.Spot;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a group still has to do, as it was seen at one time.
 *
 * @param backlog all of it
 * @param partitions how many partitions its topics have
 * @param oldest where the oldest unfinished record is of each partition that has one
 */
record GroupSight(Backlog backlog, int partitions, Map<TopicPartition, Spot> oldest) {

	/**
	 * A partition.
	 *
	 * @param committed what the group has committed of it, or {@code null}
	 * @param first its oldest offset
	 * @param last its end
	 */
	record Bounds(@Nullable OffsetAndMetadata committed, long first, long last) {

		private Backlog backlog(StartFrom startFrom) {
			OffsetAndMetadata known = this.committed;
			if (known == null) {
				return new Backlog((startFrom instanceof StartFrom.Beginning) ? this.last - this.first : 0, 0);
			}
			if (known.offset() > this.last) {
				// The topic was made anew, and is read from its beginning.
				return new Backlog(this.last - this.first, 0);
			}
			Marks marks = MarksText.read(known.offset(), known.metadata());
			return new Backlog(Math.max(0, this.last - Math.max(this.first, marks.end())), marks.unfinished());
		}

		private Spot oldest() {
			OffsetAndMetadata known = this.committed;
			boolean inside = known != null && known.offset() >= this.first && known.offset() <= this.last;
			return new Spot((known != null && inside) ? known.offset() : this.first, this.last);
		}

	}

	/**
	 * How many records lie behind some positions.
	 * @param positions where reading goes on, by partition
	 * @return the number, of those partitions in which the group has something to do
	 */
	long behind(Map<TopicPartition, Long> positions) {
		long behind = 0;
		for (Map.Entry<TopicPartition, Long> each : positions.entrySet()) {
			Spot spot = this.oldest.get(each.getKey());
			behind += (spot != null) ? Math.max(0, spot.end() - each.getValue()) : 0;
		}
		return behind;
	}

	static GroupSight of(Map<TopicPartition, Bounds> partitions, StartFrom startFrom) {
		long waiting = 0;
		long inFlight = 0;
		Map<TopicPartition, Spot> oldest = new HashMap<>();
		for (Map.Entry<TopicPartition, Bounds> each : partitions.entrySet()) {
			Backlog own = each.getValue().backlog(startFrom);
			waiting += own.waiting();
			inFlight += own.inFlight();
			if (own.total() > 0) {
				oldest.put(each.getKey(), each.getValue().oldest());
			}
		}
		return new GroupSight(new Backlog(waiting, inFlight), partitions.size(), oldest);
	}

}
