package dev.tappet.source.redis.connection;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InboundBufferTests {

	private final Brake brake = new Brake();

	private final EmbeddedChannel channel = new EmbeddedChannel(new InboundBuffer(this.brake));

	private final StringBuilder sent = new StringBuilder();

	private final StringBuilder decoded = new StringBuilder();

	@AfterEach
	void closeChannel() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void passesLittleOnAtOnce() {
		this.channel.writeInbound(bytes(100));
		takeUp();
		assertThat(this.decoded).hasToString(this.sent.toString());
	}

	@Test
	void keepsTheOrderOfMuchAndLittle() {
		for (int size : new int[] { 50_000, 10, 8192, 8193, 1, 70_000, 3 }) {
			this.channel.writeInbound(bytes(size));
		}
		runScheduled();
		assertThat(this.decoded).hasToString(this.sent.toString());
	}

	@Test
	void decodesNothingWhileAListenerIsBehind() {
		this.brake.press();
		this.channel.writeInbound(bytes(20_000), bytes(5));
		runScheduled();
		assertThat(this.decoded).isEmpty();
		this.brake.release();
		runScheduled();
		assertThat(this.decoded).hasToString(this.sent.toString());
	}

	@Test
	void goesOnWhenTheLastOfSeveralListenersHasCaughtUp() {
		this.brake.press();
		this.brake.press();
		this.channel.writeInbound(bytes(20_000));
		this.brake.release();
		runScheduled();
		assertThat(this.decoded).isEmpty();
		this.brake.release();
		runScheduled();
		assertThat(this.decoded).hasToString(this.sent.toString());
	}

	@Test
	void hearsWhatCameBeforeTheEnd() {
		this.brake.press();
		this.channel.writeInbound(bytes(20_000));
		assertThat(this.channel.close()).isDone();
		takeUp();
		assertThat(this.decoded).hasToString(this.sent.toString());
	}

	@Test
	void readsNoMoreThanItsBound() {
		this.brake.press();
		while (this.sent.length() <= InboundBuffer.MOST) {
			this.channel.writeInbound(bytes(1 << 20));
		}
		assertThat(this.channel.config().isAutoRead()).isFalse();
		this.brake.release();
		runScheduled();
		assertThat(this.channel.config().isAutoRead()).isTrue();
		assertThat(this.decoded.length()).isEqualTo(this.sent.length());
	}

	private ByteBuf bytes(int size) {
		String text = String.valueOf((char) ('a' + this.sent.length() % 26)).repeat(size);
		this.sent.append(text);
		return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
	}

	private void runScheduled() {
		int before;
		do {
			before = this.decoded.length();
			this.channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
			this.channel.runPendingTasks();
			takeUp();
		}
		while (this.decoded.length() > before);
	}

	private void takeUp() {
		for (ByteBuf piece; (piece = this.channel.readInbound()) != null;) {
			this.decoded.append(piece.toString(StandardCharsets.US_ASCII));
			piece.release();
		}
	}

}
