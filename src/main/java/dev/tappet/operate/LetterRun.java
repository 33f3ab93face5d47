package dev.tappet.operate;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Edit;
import org.jspecify.annotations.Nullable;

/**
 * Carries an action out on dead letters, a piece at a time, as long as one request may
 * take. Each piece is over before the next begins, so what was done is known whatever
 * happens.
 */
final class LetterRun {

	/** How many are given to the broker at one time. */
	private static final int PIECE = 100;

	private final DeadLetters letters;

	private final LetterAction action;

	private final boolean dry;

	private final LongSupplier nanoTime;

	private int count;

	/**
	 * Has done nothing yet.
	 * @param letters the dead letters
	 * @param action what to do
	 * @param dry whether it is only counted how many are meant
	 * @param nanoTime tells how long it takes
	 */
	LetterRun(DeadLetters letters, LetterAction action, boolean dry, LongSupplier nanoTime) {
		this.letters = letters;
		this.action = action;
		this.dry = dry;
		this.nanoTime = nanoTime;
	}

	/**
	 * What was done.
	 *
	 * @param action what was asked for
	 * @param dryRun whether it was only counted
	 * @param count how many were replayed or deleted, or would be
	 * @param complete whether that is all of them
	 * @param next where another request goes on, as its {@code before}; {@code null} when
	 * all is done
	 */
	@JsonInclude(Include.NON_NULL)
	record Done(String action, boolean dryRun, int count, boolean complete, @Nullable String next) {
	}

	/** How many are done so far. */
	int count() {
		return this.count;
	}

	/** Does it with those that are named. */
	Done named(Collection<String> ids) {
		Set<String> wanted = new LinkedHashSet<>(ids);
		if (this.dry) {
			return countNamed(wanted, (letter) -> {
			});
		}
		List<String> all = List.copyOf(wanted);
		for (int from = 0; from < all.size(); from += PIECE) {
			carryOut(all.subList(from, Math.min(from + PIECE, all.size())));
		}
		return done(null);
	}

	/** Puts an edited copy back for one that is named. */
	Done edited(String id, Edit edit) {
		if (this.dry) {
			return countNamed(Set.of(id), (letter) -> edit.check(letter.original()));
		}
		this.count += Answers.await(this.letters.replay(id, edit));
		return done(null);
	}

	private Done countNamed(Set<String> wanted, Consumer<DeadLetter> check) {
		LetterScan scan = new LetterScan(this.letters, new LetterFilter(null, null, null), null, this.nanoTime);
		Set<String> left = new HashSet<>(wanted);
		while (!left.isEmpty() && scan.goesOn()) {
			for (DeadLetter letter : scan.next(LetterScan.PAGE)) {
				if (left.remove(letter.id())) {
					check.accept(letter);
					this.count++;
				}
			}
		}
		return done(left.isEmpty() ? null : scan.rest());
	}

	/** Does it with all that a filter means, from the newest to the oldest. */
	Done matching(LetterFilter filter, @Nullable String before) {
		LetterScan scan = new LetterScan(this.letters, filter, before, this.nanoTime);
		do {
			carryOut(scan.next(LetterScan.PAGE).stream().map(DeadLetter::id).toList());
		}
		while (scan.goesOn());
		return done(scan.rest());
	}

	private void carryOut(List<String> ids) {
		if (this.dry) {
			this.count += ids.size();
		}
		else if (!ids.isEmpty()) {
			this.count += Answers.await(this.action.carryOut(this.letters, ids));
		}
	}

	private Done done(@Nullable String next) {
		return new Done(this.action.spelled(), this.dry, this.count, next == null, next);
	}

}
