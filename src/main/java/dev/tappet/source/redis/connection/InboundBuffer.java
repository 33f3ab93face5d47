package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Takes what is published off the socket at once and has it decoded piece by piece. Redis
 * cuts off a subscriber that it has to wait for, so a burst that is faster than the
 * decoding, as in a process that has only just started, waits here, up to a bound.
 */
final class InboundBuffer extends ChannelInboundHandlerAdapter {

	private static final int PIECE = 8 * 1024;

	/** How long decoding may keep the event loop from reading. */
	private static final long TURN = Duration.ofNanos(500_000).toNanos();

	static final long MOST = Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 4);

	private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();

	private final Brake brake;

	private Runnable resume = () -> {
	};

	private long held;

	private boolean scheduled;

	InboundBuffer(Brake brake) {
		this.brake = brake;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.resume = () -> context.executor().execute(() -> schedule(context));
		this.brake.add(this.resume);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!(message instanceof ByteBuf bytes)) {
			context.fireChannelRead(message);
			return;
		}
		if (this.waiting.isEmpty() && bytes.readableBytes() <= PIECE && !this.brake.isPressed()) {
			context.fireChannelRead(bytes);
			return;
		}
		this.waiting.add(bytes);
		this.held += bytes.capacity();
		if (this.held > MOST) {
			context.channel().config().setAutoRead(false);
		}
		schedule(context);
	}

	/**
	 * A task would follow the others before the socket is looked at again; what is
	 * scheduled lets it be read first.
	 */
	private void schedule(ChannelHandlerContext context) {
		if (!this.scheduled && !this.waiting.isEmpty() && !this.brake.isPressed()) {
			this.scheduled = true;
			Future<?> unused = context.executor().schedule(() -> decode(context), 1, TimeUnit.NANOSECONDS);
		}
	}

	private void decode(ChannelHandlerContext context) {
		this.scheduled = false;
		long end = System.nanoTime() + TURN;
		while (!this.waiting.isEmpty() && !this.brake.isPressed() && System.nanoTime() - end < 0) {
			context.fireChannelRead(next());
		}
		if (this.held <= MOST / 2) {
			context.channel().config().setAutoRead(true);
		}
		schedule(context);
	}

	private ByteBuf next() {
		ByteBuf first = this.waiting.element();
		if (first.readableBytes() > PIECE) {
			return first.readRetainedSlice(PIECE);
		}
		this.waiting.remove();
		this.held -= first.capacity();
		return first;
	}

	/**
	 * What came before the end is still heard, and at once: the handlers go after this.
	 */
	@Override
	public void channelInactive(ChannelHandlerContext context) {
		while (!this.waiting.isEmpty()) {
			context.fireChannelRead(next());
		}
		context.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.brake.remove(this.resume);
		this.waiting.forEach(ByteBuf::release);
		this.waiting.clear();
		this.held = 0;
	}

}
