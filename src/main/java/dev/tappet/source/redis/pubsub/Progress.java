package dev.tappet.source.redis.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How far a leader is, as it tells those who may follow it.
 *
 * @param writer the leader
 * @param oldest for how long its oldest unfinished message has been so, in ms
 * @param parts how far it is in each of its hearings
 */
record Progress(String writer, long oldest, List<Part> parts) {

	/** Nothing was told. */
	static final Progress NONE = new Progress("", 0, List.of());

	/** For a stream without a name. */
	private static final String NAMELESS = "-";

	/** Numbers in writing. */
	private static final int RADIX = 36;

	/**
	 * How far a leader is in one hearing: in what it has heard of one stream without an
	 * interruption, numbered from 1.
	 *
	 * @param hearing the hearing's id
	 * @param stream the name of the stream
	 * @param began how long ago the first message was heard, in ms
	 * @param heard the number of the last message that was heard
	 * @param quiet how long ago that was, in ms
	 * @param upTo up to which number everything is finished but for what is open
	 * @param open what is not finished
	 * @param prints the fingerprints of the last messages that were heard, the last first
	 */
	record Part(String hearing, String stream, long began, long heard, long quiet, long upTo, List<Span> open,
			List<Long> prints) {

		/** Whether the leader has heard a message, by its number. */
		boolean hasHeard(long number) {
			return number >= 1 && number <= this.heard;
		}

		/** What the leader has made of a message that it has heard. */
		Comparison.Fate fate(long number) {
			if (number > this.upTo) {
				return Comparison.Fate.UNTOLD;
			}
			for (Span span : this.open) {
				if (number <= span.last()) {
					return (number >= span.first()) ? Comparison.Fate.OPEN : Comparison.Fate.FINISHED;
				}
			}
			return Comparison.Fate.FINISHED;
		}

		/** How many messages of those from one to another are not finished. */
		long countOpen(long first, long last) {
			long count = Math.max(0, last - Math.max(first - 1, this.upTo));
			for (Span span : this.open) {
				count += Math.max(0, Math.min(span.last(), last) - Math.max(span.first(), first) + 1);
			}
			return count;
		}

	}

	/**
	 * Numbers without a gap.
	 *
	 * @param first the first
	 * @param last the last
	 */
	record Span(long first, long last) {
	}

	boolean isNone() {
		return this.writer.isEmpty();
	}

	String text() {
		StringBuilder text = new StringBuilder(this.writer).append(' ').append(this.oldest);
		for (Part part : this.parts) {
			text.append('\n')
				.append(part.hearing())
				.append(' ')
				.append(part.stream().isEmpty() ? NAMELESS : part.stream())
				.append(' ')
				.append(part.began())
				.append(' ')
				.append(part.heard())
				.append(' ')
				.append(part.quiet())
				.append(' ')
				.append(part.upTo())
				.append(" o")
				.append(part.open()
					.stream()
					.map((span) -> (span.first() == span.last()) ? Long.toString(span.first())
							: span.first() + "-" + span.last())
					.collect(Collectors.joining(",")))
				.append(" p")
				.append(part.prints()
					.stream()
					.map((print) -> Long.toUnsignedString(print, RADIX))
					.collect(Collectors.joining(",")));
		}
		return text.toString();
	}

	/** Reads what was told; what is not understood counts as not told. */
	static Progress parse(@Nullable String text) {
		if (text == null || text.isEmpty()) {
			return NONE;
		}
		try {
			List<String> lines = text.lines().toList();
			String[] head = words(lines.getFirst(), 2);
			List<Part> parts = new ArrayList<>();
			for (String line : lines.subList(1, lines.size())) {
				parts.add(part(words(line, 8)));
			}
			return new Progress(head[0], Long.parseLong(head[1]), parts);
		}
		catch (IllegalArgumentException ex) {
			return NONE;
		}
	}

	private static String[] words(String line, int count) {
		String[] words = line.split(" ", -1);
		if (words.length != count) {
			throw new IllegalArgumentException("not " + count + " words");
		}
		return words;
	}

	private static Part part(String[] words) {
		List<Span> open = new ArrayList<>();
		for (String span : list(words[6], 'o')) {
			int dash = span.indexOf('-');
			open.add((dash < 0) ? new Span(Long.parseLong(span), Long.parseLong(span))
					: new Span(Long.parseLong(span.substring(0, dash)), Long.parseLong(span.substring(dash + 1))));
		}
		List<Long> prints = list(words[7], 'p').stream().map((print) -> Long.parseUnsignedLong(print, RADIX)).toList();
		return new Part(words[0], words[1].equals(NAMELESS) ? "" : words[1], Long.parseLong(words[2]),
				Long.parseLong(words[3]), Long.parseLong(words[4]), Long.parseLong(words[5]), open, prints);
	}

	private static List<String> list(String word, char mark) {
		if (word.isEmpty() || word.charAt(0) != mark) {
			throw new IllegalArgumentException("no list");
		}
		return (word.length() == 1) ? List.of() : List.of(word.substring(1).split(",", -1));
	}

}
