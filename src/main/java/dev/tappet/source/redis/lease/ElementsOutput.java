package dev.tappet.source.redis.lease;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.tappet.source.Message;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import org.jspecify.annotations.Nullable;

/**
 * Reads elements of a list as messages, without a list in between. A number behind them
 * is the bytes of the first that there was no room for.
 */
final class ElementsOutput extends CommandOutput<byte[], byte[], List<Message>> {

	private static final byte[] NOTHING = {};

	private final String taking;

	private final Allowance allowance;

	/**
	 * Reads the elements that one step takes.
	 * @param taking the step that takes the elements
	 * @param allowance told of the element that there was no room for
	 */
	ElementsOutput(String taking, Allowance allowance) {
		super(ByteArrayCodec.INSTANCE, List.of());
		this.taking = taking;
		this.allowance = allowance;
	}

	@Override
	public void multi(int count) {
		this.output = new ArrayList<>(Math.max(0, count));
	}

	@Override
	public void set(long bytes) {
		this.allowance.left(bytes);
	}

	@Override
	public void set(@Nullable ByteBuffer bytes) {
		this.output.add(new Element(this.taking, this.output.size(),
				(bytes != null) ? this.codec.decodeValue(bytes) : NOTHING));
	}

}
