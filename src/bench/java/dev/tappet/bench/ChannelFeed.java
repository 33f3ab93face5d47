package dev.tappet.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Publishes one burst as fast as Redis takes it: one PUBLISH per message, written in
 * blocks that were encoded beforehand, so that the publisher costs this process little.
 */
final class ChannelFeed implements Feed {

	private static final int PART = 500;

	private final int port;

	private final byte[] block;

	private final AtomicLong unheard = new AtomicLong();

	private int messages;

	private @Nullable Thread publisher;

	ChannelFeed(int port, String channel, Payloads payloads) {
		this.port = port;
		this.block = block(channel.getBytes(StandardCharsets.UTF_8), payloads);
	}

	private static byte[] block(byte[] channel, Payloads payloads) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (int i = 0; i < PART; i++) {
			out.writeBytes("*3\r\n".getBytes(StandardCharsets.US_ASCII));
			for (byte[] part : new byte[][] { "PUBLISH".getBytes(StandardCharsets.US_ASCII), channel,
					payloads.message(i) }) {
				out.writeBytes(("$" + part.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
				out.writeBytes(part);
				out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
			}
		}
		return out.toByteArray();
	}

	@Override
	public int whole(int messages) {
		return (messages + PART - 1) / PART * PART;
	}

	@Override
	public void stage(int staged) {
		this.messages = staged;
		this.unheard.set(0);
	}

	@Override
	public void release() {
		this.publisher = Thread.ofPlatform().name("bench-publisher").start(this::publish);
	}

	private void publish() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			OutputStream out = socket.getOutputStream();
			for (int sent = 0; sent < this.messages; sent += PART) {
				out.write(this.block);
			}
			out.flush();
			readReplies(new BufferedInputStream(socket.getInputStream(), 1 << 16));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void readReplies(InputStream in) throws IOException {
		int replies = 0;
		int before = 0;
		for (int read; replies < this.messages && (read = in.read()) >= 0; before = read) {
			if (read == '\n') {
				replies++;
			}
			else if (read == '0' && before == ':') {
				this.unheard.incrementAndGet();
			}
		}
	}

	/** Waits until all was published. */
	void awaitPublished() throws InterruptedException {
		Thread running = this.publisher;
		if (running != null) {
			running.join();
		}
	}

	@Override
	public long left() {
		return this.unheard.get();
	}

}
