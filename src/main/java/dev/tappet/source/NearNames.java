package dev.tappet.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the names that somebody may have meant.
 */
public final class NearNames {

	private static final int MOST = 3;

	private static final int SHORTEST_PART = 4;

	private NearNames() {
	}

	/**
	 * The known names that look like another, the nearest first.
	 * @param wanted the name that is not known
	 * @param known the names that are
	 * @return at most three of them, none if nothing looks alike
	 */
	public static List<String> of(String wanted, Collection<String> known) {
		String uniform = Spelling.uniform(wanted);
		return known.stream()
			.filter((name) -> isNear(uniform, Spelling.uniform(name)))
			.sorted(Comparator.<String>comparingInt((name) -> distance(uniform, Spelling.uniform(name)))
				.thenComparing(Comparator.naturalOrder()))
			.limit(MOST)
			.toList();
	}

	/**
	 * A sentence that leads from a name that is not known to those that are.
	 * @param wanted the name that is not known
	 * @param known the names that are
	 * @return such as "Did you mean 'a' or 'b'?", else a list of all names, else nothing
	 */
	public static String hint(String wanted, Collection<String> known) {
		List<String> near = of(wanted, known);
		if (!near.isEmpty()) {
			return "Did you mean " + alternatives(near) + "?";
		}
		return known.isEmpty() ? "" : "Known here: " + String.join(", ", known) + ".";
	}

	/**
	 * Names as alternatives.
	 * @param names the names
	 * @return such as "'a', 'b' or 'c'"
	 */
	public static String alternatives(List<String> names) {
		List<String> quoted = names.stream().map("'%s'"::formatted).toList();
		int last = quoted.size() - 1;
		return (last < 1) ? String.join("", quoted)
				: quoted.subList(0, last).stream().collect(Collectors.joining(", ")) + " or " + quoted.get(last);
	}

	private static boolean isNear(String wanted, String name) {
		int length = Math.max(wanted.length(), name.length());
		boolean contains = Math.min(wanted.length(), name.length()) >= SHORTEST_PART
				&& (wanted.contains(name) || name.contains(wanted));
		return contains || distance(wanted, name) <= Math.max(1, length / 3);
	}

	/**
	 * How many letters have to be put in, left out, exchanged or swapped with their
	 * neighbour.
	 * @param one a name
	 * @param other another
	 * @return how far they are apart
	 */
	public static int distance(String one, String other) {
		int[][] cost = new int[one.length() + 1][other.length() + 1];
		for (int i = 0; i <= one.length(); i++) {
			for (int j = 0; j <= other.length(); j++) {
				cost[i][j] = (i == 0 || j == 0) ? i + j : cheapest(cost, one, i, other, j);
			}
		}
		return cost[one.length()][other.length()];
	}

	private static int cheapest(int[][] cost, String one, int i, String other, int j) {
		int exchange = (one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1;
		int cheapest = Math.min(cost[i - 1][j - 1] + exchange, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
		boolean swapped = i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
				&& one.charAt(i - 2) == other.charAt(j - 1);
		return swapped ? Math.min(cheapest, 1 + cost[i - 2][j - 2]) : cheapest;
	}

}
