package dev.tappet.source.redis.lease;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.tappet.source.Message;
import dev.tappet.source.ReadBuffer;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of one stream from the reply of XREADGROUP or XRANGE. Unlike
 * Lettuce's own it keeps repeated fields, and it makes no map. Of an entry that there is
 * no room for, and of those behind it, it makes no more than the id.
 */
final class EntriesOutput extends CommandOutput<byte[], byte[], List<Message>> {

	private static final byte[] NOTHING = {};

	private boolean inStream;

	private byte @Nullable [] id;

	private byte @Nullable [][] fields;

	private int filled;

	private final Allowance allowance;

	private final List<Message> left;

	/** The bytes of the entry that is being read. */
	private long bytes;

	private boolean leaving;

	private EntriesOutput(Allowance allowance, List<Message> left) {
		super(ByteArrayCodec.INSTANCE, new ArrayList<>());
		this.allowance = allowance;
		this.left = left;
	}

	/**
	 * Reads what there is room for.
	 * @param allowance how much that is
	 * @param left takes the entries that there is no room for, without their fields
	 */
	static EntriesOutput within(Allowance allowance, List<Message> left) {
		return new EntriesOutput(allowance, left);
	}

	/** For a reply that does not begin with the stream's name. */
	static EntriesOutput ofRange() {
		EntriesOutput output = new EntriesOutput(Allowance.of(Integer.MAX_VALUE), List.of());
		output.inStream = true;
		return output;
	}

	@Override
	public void set(@Nullable ByteBuffer bytes) {
		if (!this.inStream) {
			this.inStream = bytes != null;
			return;
		}
		if (this.id == null) {
			this.id = (bytes != null) ? this.codec.decodeKey(bytes) : NOTHING;
			this.bytes = ReadBuffer.BESIDE;
			this.leaving = false;
			return;
		}
		byte[][] target = this.fields;
		if (target != null) {
			target[this.filled++] = (bytes != null && hasRoomFor(bytes, target)) ? this.codec.decodeValue(bytes)
					: NOTHING;
			if (this.filled == target.length) {
				finish(target);
			}
		}
	}

	@Override
	public void multi(int count) {
		if (this.id == null) {
			return;
		}
		if (count <= 0) {
			finish(new byte[0][]);
		}
		else {
			this.fields = new byte[count][];
			this.filled = 0;
		}
	}

	private boolean hasRoomFor(ByteBuffer part, byte[][] target) {
		this.bytes += part.remaining() + ReadBuffer.BESIDE;
		if (!this.leaving && !this.allowance.hasRoomFor(this.bytes)) {
			this.leaving = true;
			Arrays.fill(target, NOTHING);
		}
		return !this.leaving;
	}

	private void finish(byte[][] complete) {
		byte[] current = this.id;
		if (current != null && this.leaving) {
			this.allowance.left(this.bytes);
			this.left.add(new Entry(current, new byte[0][]));
		}
		else if (current != null) {
			this.allowance.decoded(this.bytes);
			this.output.add(new Entry(current, complete));
		}
		this.id = null;
		this.fields = null;
	}

}
