package dev.tappet.source.redis.lease;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Counts the entries of a stream behind a position, page by page and over many looks: a
 * look counts what is new, counts again where the position moved into a page, and with
 * what is left of its bound counts some of the others again, from which entries may have
 * been removed.
 */
final class WaitingCount {

	/**
	 * What is to be counted next.
	 *
	 * @param after the id to begin behind
	 * @param upTo the id to end with, or {@code null} for the stream's end
	 */
	record Part(EntryId after, @Nullable EntryId upTo) {
	}

	static final EntryId START = new EntryId(0, 0);

	/** What one part counts at most, and so a page. */
	static final int MOST_PER_PART = 250;

	/** How many entries there are up to an id and behind the last one. */
	private final TreeMap<EntryId, Long> pages = new TreeMap<>();

	private EntryId position = START;

	/** All up to here was counted. */
	private EntryId counted = START;

	/** The page that was counted again last. */
	private EntryId again = START;

	private int partsLeft;

	private int pagesLeft;

	private boolean atEnd;

	private boolean begun;

	/**
	 * Begins a look.
	 * @param at the position behind which entries wait
	 * @param most how many parts may be counted in it
	 */
	void begin(EntryId at, int most) {
		if (at.compareTo(this.position) < 0) {
			this.pages.clear();
			this.counted = at;
		}
		this.pages.headMap(at, true).clear();
		this.position = at;
		if (this.counted.compareTo(at) < 0) {
			this.counted = at;
		}
		this.partsLeft = most;
		this.pagesLeft = this.pages.size() - 1;
		this.atEnd = false;
		this.begun = false;
	}

	/** What is to be counted now, or {@code null} when the look is over. */
	@Nullable Part next() {
		if (this.partsLeft-- <= 0) {
			return null;
		}
		if (!this.begun) {
			this.begun = true;
			if (!this.pages.isEmpty()) {
				return new Part(this.position, this.pages.firstKey());
			}
		}
		if (!this.atEnd) {
			return new Part(this.counted, null);
		}
		if (this.pagesLeft-- <= 0 || this.pages.isEmpty()) {
			return null;
		}
		EntryId page = this.pages.higherKey(this.again);
		if (page == null) {
			page = this.pages.firstKey();
		}
		this.again = page;
		EntryId before = this.pages.lowerKey(page);
		return new Part((before != null) ? before : this.position, page);
	}

	/**
	 * A part was counted.
	 * @param part the part
	 * @param entries how many entries were found
	 * @param last the last of them, or where the part began
	 * @param more whether it has more entries than were counted
	 */
	void counted(Part part, long entries, EntryId last, boolean more) {
		EntryId page = part.upTo();
		if (page == null) {
			this.atEnd = !more;
			this.counted = last;
			Map.Entry<EntryId, Long> newest = this.pages.lastEntry();
			put(last, entries);
			if (newest != null && newest.getValue() + entries <= MOST_PER_PART && newest.getKey().compareTo(last) < 0) {
				// Else a stream that grows slowly would make a page with each look.
				this.pages.remove(newest.getKey());
				put(last, newest.getValue());
			}
			return;
		}
		Long before = this.pages.remove(page);
		put(last, entries);
		if (more && before != null) {
			put(page, before - entries);
			if (page.equals(this.again)) {
				// The rest of the page comes before the next.
				this.again = last;
			}
		}
	}

	private void put(EntryId upTo, long entries) {
		if (entries > 0) {
			this.pages.merge(upTo, entries, Long::sum);
		}
	}

	/** How many are known to wait. */
	long sum() {
		return this.pages.values().stream().mapToLong(Long::longValue).sum();
	}

}
