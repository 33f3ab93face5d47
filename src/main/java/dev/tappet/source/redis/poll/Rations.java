package dev.tappet.source.redis.poll;

import dev.tappet.source.ReadBuffer;
import dev.tappet.source.redis.lease.Allowance;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.unit.DataSize;

/**
 * What the reads of one key may bring of what the {@link ReadBuffer} has room for.
 */
final class Rations {

	private static final Logger logger = LoggerFactory.getLogger(Rations.class);

	/** How many messages a first read may bring that cannot be stopped. */
	private static final int FIRST = 10;

	private final ReadBuffer.Share share;

	private final String trigger;

	private final String key;

	/** Whether the server keeps what was taken, so that it can be handed back. */
	private final boolean kept;

	private final ReadSize forNew;

	private final ReadSize forDue;

	private boolean told;

	/**
	 * Makes the rations of a key.
	 * @param share where room is reserved
	 * @param trigger the trigger's name
	 * @param key the stream or list
	 * @param kept whether the server keeps what was taken
	 */
	Rations(ReadBuffer.Share share, String trigger, String key, boolean kept) {
		this.share = share;
		this.trigger = trigger;
		this.key = key;
		this.kept = kept;
		this.forNew = new ReadSize(FIRST);
		this.forDue = new ReadSize(FIRST);
	}

	/**
	 * What a read may bring, or null while it has to wait for room.
	 * @param kind what the read asks for
	 * @param messages most messages
	 * @param now the time
	 */
	@Nullable Allowance next(ReadKind kind, int messages, long now) {
		ReadSize size = size(kind);
		if (kind == ReadKind.DUE && !this.kept) {
			// It is in this process already, and counted.
			return new Allowance(messages, size.cautious(messages, Long.MAX_VALUE), this.share, 0);
		}
		long room = this.share.reserve(size.worth(messages, this.share.buffer().most()), size.most(messages), now);
		if (room > 0) {
			return new Allowance(messages, size.cautious(messages, room), this.kept || size.seen(), this.share, room);
		}
		tell(size.least());
		return null;
	}

	private void tell(long least) {
		ReadBuffer buffer = this.share.buffer();
		// Who only lets another go first has nothing to tell.
		boolean courteous = least < buffer.most() / 16 && buffer.used() < buffer.most() / 2;
		if (this.told || courteous) {
			return;
		}
		this.told = true;
		logger.info(
				"Trigger '{}' waits with reading '{}': its next message needs about {} kB of the read buffer, of which "
						+ "{} of {} kB are taken by messages that are in handlers or wait for them. If that is too "
						+ "slow, raise 'tappet.read-buffer' or the heap, or lower 'concurrency'",
				this.trigger, this.key, kilobytes(least), kilobytes(buffer.used()), kilobytes(buffer.most()));
	}

	private static long kilobytes(long bytes) {
		return DataSize.ofBytes(bytes).toKilobytes();
	}

	/** A read has ended. */
	void brought(ReadKind kind, Allowance allowance) {
		size(kind).brought(allowance);
		if (this.kept && allowance.messages() == 0 && allowance.needed() == 0) {
			size(kind).fades();
		}
		if (kind == ReadKind.NEW && allowance.needed() > 0) {
			// What was handed back comes again when its time has come, which is now.
			this.forDue.brought(allowance);
		}
	}

	private ReadSize size(ReadKind kind) {
		return switch (kind) {
			case NEW -> this.forNew;
			case DUE -> this.forDue;
		};
	}

}
