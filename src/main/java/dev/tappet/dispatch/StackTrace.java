package dev.tappet.dispatch;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import dev.tappet.source.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The stack trace of what a handler threw, for the log. Messages of exceptions may quote
 * a payload, so each is made printable, causes and suppressed ones included: none forges
 * a line.
 */
final class StackTrace {

	/** Deeper chains of causes than this are cut. */
	private static final int DEEPEST = 20;

	private static final StackTraceElement[] NONE = {};

	private final StringBuilder text = new StringBuilder();

	private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private StackTrace() {
	}

	/**
	 * Whether a log may print it as it is.
	 * @param thrown what was thrown
	 * @return whether nothing in it has to be replaced or cut
	 */
	static boolean isHarmless(Throwable thrown) {
		return isHarmless(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
	}

	private static boolean isHarmless(Throwable thrown, Set<Throwable> seen) {
		if (!seen.add(thrown)) {
			return true;
		}
		if (seen.size() > DEEPEST || !isPrintable(thrown.getMessage()) || !isPrintable(thrown.getLocalizedMessage())
				|| !isPrintable(thrown.toString())) {
			return false;
		}
		for (Throwable suppressed : thrown.getSuppressed()) {
			if (!isHarmless(suppressed, seen)) {
				return false;
			}
		}
		Throwable cause = thrown.getCause();
		return cause == null || isHarmless(cause, seen);
	}

	private static boolean isPrintable(@Nullable String message) {
		return message == null || message.equals(Printable.of(message, Printable.THROWN));
	}

	/**
	 * The trace, with every message in one line.
	 * @param thrown what was thrown
	 * @return lines, the last one without its end
	 */
	static String of(Throwable thrown) {
		StackTrace trace = new StackTrace();
		trace.add("", "", thrown, NONE);
		return trace.text.toString();
	}

	private void add(String indent, String caption, Throwable thrown, StackTraceElement[] enclosing) {
		this.text.append(this.text.isEmpty() ? "" : "\n").append(indent).append(caption);
		if (!this.seen.add(thrown) || this.seen.size() > DEEPEST) {
			this.text.append("[left out] ").append(thrown.getClass().getName());
			return;
		}
		this.text.append(Decision.describe(thrown));
		StackTraceElement[] trace = thrown.getStackTrace();
		int common = common(trace, enclosing);
		for (int i = 0; i < trace.length - common; i++) {
			line(indent).append("at ").append(Printable.of(trace[i].toString(), Printable.THROWN));
		}
		if (common > 0) {
			line(indent).append("... ").append(common).append(" more");
		}
		for (Throwable suppressed : thrown.getSuppressed()) {
			add(indent + "\t", "Suppressed: ", suppressed, trace);
		}
		Throwable cause = thrown.getCause();
		if (cause != null) {
			add(indent, "Caused by: ", cause, trace);
		}
	}

	private StringBuilder line(String indent) {
		return this.text.append("\n").append(indent).append("\t");
	}

	/** How many frames at the end are those of the enclosing trace. */
	private static int common(StackTraceElement[] trace, StackTraceElement[] enclosing) {
		int common = 0;
		while (common < trace.length && common < enclosing.length
				&& trace[trace.length - 1 - common].equals(enclosing[enclosing.length - 1 - common])) {
			common++;
		}
		return common;
	}

}
