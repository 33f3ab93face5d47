package dev.tappet.source.kafka.commit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The records of a partition that were read and not begun, and where reading goes on
 * behind them.
 *
 * @param <T> the record
 */
final class ReadAhead<T> {

	private final ArrayDeque<Slot<T>> records = new ArrayDeque<>();

	private long position;

	ReadAhead(long position) {
		this.position = position;
	}

	void add(Slot<T> record) {
		this.records.add(record);
		this.position = record.offset() + 1;
	}

	/** Reading goes on elsewhere, as far as that is news. */
	boolean moveTo(long next) {
		boolean news = next != this.position;
		this.position = next;
		return news;
	}

	@Nullable Slot<T> peek() {
		return this.records.peek();
	}

	void remove() {
		this.records.remove();
	}

	int size() {
		return this.records.size();
	}

	/** The offset behind the last record that was begun. */
	long start() {
		Slot<T> next = this.records.peek();
		return (next != null) ? next.offset() : this.position;
	}

	/** Takes everything out, to be read again. */
	List<Slot<T>> clear() {
		List<Slot<T>> all = new ArrayList<>(this.records);
		this.position = start();
		this.records.clear();
		return all;
	}

}
