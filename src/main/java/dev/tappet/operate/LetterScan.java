package dev.tappet.operate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import org.jspecify.annotations.Nullable;

/**
 * Goes through dead letters from the newest to the oldest, a page at a time, as long as
 * one request may take. What is given up meanwhile is newer and so is never met, which
 * keeps a replay from meeting its own failures.
 */
final class LetterScan {

	/** How many are read at one time. Each may be long. */
	static final int PAGE = 50;

	/** What one request may take. */
	static final Duration MOST = Duration.ofSeconds(10);

	private final DeadLetters letters;

	private final LetterFilter filter;

	private final LongSupplier nanoTime;

	private final long begunAt;

	private @Nullable String place;

	private boolean atEnd;

	/**
	 * Has read nothing yet.
	 * @param letters the dead letters
	 * @param filter which of them are meant
	 * @param before the id behind which it begins, or {@code null} to begin with the
	 * newest
	 * @param nanoTime tells how long it takes
	 */
	LetterScan(DeadLetters letters, LetterFilter filter, @Nullable String before, LongSupplier nanoTime) {
		this.letters = letters;
		this.filter = filter;
		this.place = before;
		this.nanoTime = nanoTime;
		this.begunAt = nanoTime.getAsLong();
	}

	/** Whether there is more, and time for it. */
	boolean goesOn() {
		return !this.atEnd && this.nanoTime.getAsLong() - this.begunAt < MOST.toNanos();
	}

	/**
	 * The next that are meant.
	 * @param most no more than these; the page ends with the last of them
	 * @return some of them, or none where the page had none
	 */
	List<DeadLetter> next(int most) {
		List<DeadLetter> page = Answers.await(this.letters.list(PAGE, this.place));
		List<DeadLetter> meant = new ArrayList<>();
		for (DeadLetter letter : page) {
			if (meant.size() == most) {
				return meant;
			}
			this.place = letter.id();
			if (this.filter.matches(letter)) {
				meant.add(letter);
			}
		}
		this.atEnd = page.size() < PAGE;
		return meant;
	}

	/** Where another request goes on, or null where there is nothing left. */
	@Nullable String rest() {
		return this.atEnd ? null : this.place;
	}

}
