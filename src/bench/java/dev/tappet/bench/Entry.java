package dev.tappet.bench;

import org.jspecify.annotations.Nullable;

/**
 * A candidate and what it is given: one line of the table.
 *
 * @param group the table that it stands in
 * @param name what it is called there
 * @param feed where its messages come from
 * @param candidate the candidate
 * @param most most messages of one run, for those that are slow
 * @param reference the name of the candidate in the same group that its rate is held
 * against
 */
record Entry(String group, String name, Feed feed, Candidate candidate, int most, @Nullable String reference) {

	static final int FAST = Integer.MAX_VALUE;

	String id() {
		return this.group + ": " + this.name;
	}

}
