package dev.tappet.source.redis.lease;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.tappet.source.Message;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of one stream from the reply of XREADGROUP or XRANGE. Unlike
 * Lettuce's own it keeps repeated fields, and it makes no map.
 */
final class EntriesOutput extends CommandOutput<byte[], byte[], List<Message>> {

	private static final byte[] NOTHING = {};

	private boolean inStream;

	private byte @Nullable [] id;

	private byte @Nullable [][] fields;

	private int filled;

	EntriesOutput() {
		super(ByteArrayCodec.INSTANCE, new ArrayList<>());
	}

	/** For a reply that does not begin with the stream's name. */
	static EntriesOutput ofRange() {
		EntriesOutput output = new EntriesOutput();
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
			return;
		}
		byte[][] target = this.fields;
		if (target != null) {
			target[this.filled++] = (bytes != null) ? this.codec.decodeValue(bytes) : NOTHING;
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

	private void finish(byte[][] complete) {
		byte[] current = this.id;
		if (current != null) {
			this.output.add(new Entry(current, complete));
		}
		this.id = null;
		this.fields = null;
	}

}
