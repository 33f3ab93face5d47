package dev.tappet.source.redis.pubsub;

/**
 * A pattern as Redis understands it: {@code *}, {@code ?}, {@code [a-c]}, {@code [^ab]},
 * and a backslash before a sign that stands for itself.
 *
 * @param pattern the pattern
 */
record Glob(String pattern) {

	/** Whether a text has signs that make a pattern of it. */
	static boolean isPattern(String text) {
		return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
	}

	boolean matches(String text) {
		return matches(0, text, 0);
	}

	private boolean matches(int at, String text, int position) {
		if (at == this.pattern.length()) {
			return position == text.length();
		}
		char sign = this.pattern.charAt(at);
		if (sign == '*') {
			for (int rest = position; rest <= text.length(); rest++) {
				if (matches(at + 1, text, rest)) {
					return true;
				}
			}
			return false;
		}
		if (position == text.length()) {
			return false;
		}
		char next = text.charAt(position);
		if (sign == '[') {
			int end = endOfClass(at + 1);
			return matchesClass(at + 1, end, next)
					&& matches(Math.min(end + 1, this.pattern.length()), text, position + 1);
		}
		if (sign == '\\' && at + 1 < this.pattern.length()) {
			return this.pattern.charAt(at + 1) == next && matches(at + 2, text, position + 1);
		}
		return (sign == '?' || sign == next) && matches(at + 1, text, position + 1);
	}

	private int endOfClass(int from) {
		int end = from;
		while (end < this.pattern.length() && this.pattern.charAt(end) != ']') {
			end += (this.pattern.charAt(end) == '\\') ? 2 : 1;
		}
		return Math.min(end, this.pattern.length());
	}

	private boolean matchesClass(int from, int end, char sign) {
		boolean not = from < end && this.pattern.charAt(from) == '^';
		boolean found = false;
		for (int i = not ? from + 1 : from; i < end; i++) {
			char low = this.pattern.charAt(i);
			if (low == '\\' && i + 1 < end) {
				low = this.pattern.charAt(++i);
			}
			char high = low;
			if (i + 2 < end && this.pattern.charAt(i + 1) == '-') {
				high = this.pattern.charAt(i + 2);
				i += 2;
			}
			found |= Math.min(low, high) <= sign && sign <= Math.max(low, high);
		}
		return found != not;
	}

}
