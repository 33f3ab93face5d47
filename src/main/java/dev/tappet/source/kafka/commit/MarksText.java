package dev.tappet.source.kafka.commit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

/**
 * Marks as the metadata of a commit, which is a text of 4,096 bytes at most. Each run is
 * a number of a length and a kind, and a state where the kind does not say it; long texts
 * are deflated. Texts that somebody else wrote are none of ours.
 */
public final class MarksText {

	/** Most characters, unless a broker wants fewer. */
	public static final int MOST = 4096;

	private static final String PLAIN = "tappet1:";

	private static final String DEFLATED = "tappet1z:";

	/** The kinds of runs. */
	private static final int FINISHED = 0;

	private static final int FIRST = 1;

	private static final int OTHER = 2;

	private static final int KINDS = 4;

	private static final int WORTH_DEFLATING = 120;

	/** Nobody but us writes such texts, but they are not to be trusted for that. */
	private static final int MOST_INFLATED = 1 << 20;

	private MarksText() {
	}

	/**
	 * The text of all runs.
	 * @param runs the runs
	 * @return the text, which may be longer than a broker takes
	 */
	public static String of(MarksWriter runs) {
		return of(runs, runs.size());
	}

	/**
	 * The text that fits: runs that do not are left out, and what they have begun counts
	 * as begun once, so that it is repeated and not lost when somebody takes over. Where
	 * there is no room for that either, nothing is told.
	 * @param runs the runs
	 * @param most most characters
	 * @return the text
	 */
	static String fitting(MarksWriter runs, int most) {
		int fewer = runs.size();
		String text = of(runs, fewer);
		while (text.length() > most && fewer > 0) {
			fewer -= Math.max(1, fewer / 8);
			text = of(runs, fewer);
		}
		return (text.length() <= most) ? text : "";
	}

	private static String of(MarksWriter runs, int first) {
		if (runs.size() == 0) {
			return "";
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int i = 0; i < first; i++) {
			write(bytes, runs.code(i), runs.length(i));
		}
		long rest = 0;
		for (int i = first; i < runs.size(); i++) {
			rest += runs.length(i);
		}
		if (rest > 0) {
			write(bytes, RecordState.FIRST.code(), rest);
		}
		byte[] plain = bytes.toByteArray();
		if (plain.length < WORTH_DEFLATING) {
			return PLAIN + text(plain);
		}
		byte[] deflated = deflate(plain);
		return (deflated.length < plain.length) ? DEFLATED + text(deflated) : PLAIN + text(plain);
	}

	private static void write(ByteArrayOutputStream bytes, int code, long length) {
		int kind = (code == RecordState.FINISHED) ? FINISHED : (code == RecordState.FIRST.code()) ? FIRST : OTHER;
		number(bytes, length * KINDS + kind);
		if (kind == OTHER) {
			number(bytes, code);
		}
	}

	private static void number(ByteArrayOutputStream bytes, long number) {
		long left = number;
		while (left >= 0x80) {
			bytes.write((int) (left & 0x7f | 0x80));
			left >>>= 7;
		}
		bytes.write((int) left);
	}

	private static String text(byte[] bytes) {
		return Base64.getEncoder().withoutPadding().encodeToString(bytes);
	}

	private static byte[] deflate(byte[] plain) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		try {
			deflater.setInput(plain);
			deflater.finish();
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			byte[] buffer = new byte[1024];
			while (!deflater.finished()) {
				out.write(buffer, 0, deflater.deflate(buffer));
			}
			return out.toByteArray();
		}
		finally {
			deflater.end();
		}
	}

	/**
	 * Reads the metadata of a commit.
	 * @param offset the committed offset
	 * @param metadata what was committed with it
	 * @return the marks, none where somebody else wrote it
	 */
	public static Marks read(long offset, @Nullable String metadata) {
		try {
			byte[] bytes = bytes(metadata);
			return (bytes != null) ? new Reader(bytes).marks(offset) : Marks.none(offset);
		}
		catch (IllegalArgumentException | DataFormatException ex) {
			return Marks.none(offset);
		}
	}

	private static byte @Nullable [] bytes(@Nullable String metadata) throws DataFormatException {
		if (metadata == null) {
			return null;
		}
		if (metadata.startsWith(PLAIN)) {
			return Base64.getDecoder().decode(metadata.substring(PLAIN.length()).getBytes(StandardCharsets.UTF_8));
		}
		if (metadata.startsWith(DEFLATED)) {
			return inflate(
					Base64.getDecoder().decode(metadata.substring(DEFLATED.length()).getBytes(StandardCharsets.UTF_8)));
		}
		return null;
	}

	private static byte[] inflate(byte[] deflated) throws DataFormatException {
		Inflater inflater = new Inflater(true);
		try {
			inflater.setInput(deflated);
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			byte[] buffer = new byte[4096];
			while (!inflater.finished()) {
				int length = inflater.inflate(buffer);
				if (length == 0 || out.size() > MOST_INFLATED) {
					throw new DataFormatException("not what was deflated");
				}
				out.write(buffer, 0, length);
			}
			return out.toByteArray();
		}
		finally {
			inflater.end();
		}
	}

	/** Reads numbers. */
	private static final class Reader {

		private final byte[] bytes;

		private int at;

		Reader(byte[] bytes) {
			this.bytes = bytes;
		}

		Marks marks(long offset) {
			MarksWriter runs = new MarksWriter();
			while (this.at < this.bytes.length) {
				long run = number();
				int code = switch ((int) (run % KINDS)) {
					case FINISHED -> RecordState.FINISHED;
					case FIRST -> RecordState.FIRST.code();
					case OTHER -> Math.toIntExact(number());
					default -> throw new IllegalArgumentException("no such kind");
				};
				if (code < 0 || run / KINDS <= 0) {
					throw new IllegalArgumentException("no such run");
				}
				runs.add(code, run / KINDS);
			}
			return runs.marks(offset);
		}

		private long number() {
			long number = 0;
			for (int shift = 0; this.at < this.bytes.length && shift < Long.SIZE; shift += 7) {
				int part = this.bytes[this.at++];
				number |= (long) (part & 0x7f) << shift;
				if (part >= 0) {
					return number;
				}
			}
			throw new IllegalArgumentException("no number");
		}

	}

}
