package dev.tappet.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a worker and its Redis, and forwards, delays, swallows or cuts.
 */
public final class FaultyProxy extends TcpProxy {

	private volatile boolean swallowing;

	private volatile boolean refusing;

	private volatile String swallowFrom;

	private volatile long delay;

	private FaultyProxy(int target) {
		super(target);
	}

	public static FaultyProxy to(int target) {
		FaultyProxy proxy = new FaultyProxy(target);
		proxy.open();
		return proxy;
	}

	/** Forwards everything at once. */
	public void heal() {
		this.swallowing = false;
		this.refusing = false;
		this.swallowFrom = null;
		this.delay = 0;
	}

	/** Closes every connection, and each new one. */
	public void refuse() {
		this.refusing = true;
		cut();
	}

	/** Keeps connections open, and takes new ones, but lets nothing through. */
	public void swallow() {
		this.swallowing = true;
	}

	/**
	 * Lets nothing through any more on a connection whose client has sent these
	 * characters.
	 */
	void swallowFrom(String characters) {
		this.swallowFrom = characters;
	}

	/** Forwards later, in both directions. */
	void delay(Duration time) {
		this.delay = time.toNanos();
	}

	@Override
	boolean refuses() {
		return this.refusing;
	}

	@Override
	void join(Socket client, Socket server) {
		new Link(client, server).open();
	}

	@SuppressWarnings("ArrayRecordComponent")
	private record Chunk(byte[] bytes, long dueAt) {
	}

	/** A client's connection and its continuation to the server. */
	private final class Link {

		private final Socket client;

		private final Socket server;

		private volatile boolean dead;

		Link(Socket client, Socket server) {
			this.client = client;
			this.server = server;
		}

		void open() {
			pump(this.client, this.server, true);
			pump(this.server, this.client, false);
		}

		private void pump(Socket from, Socket to, boolean requests) {
			BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>();
			Thread.ofVirtual().start(() -> read(from, chunks, requests));
			Thread.ofVirtual().start(() -> write(to, chunks));
		}

		private void read(Socket from, BlockingQueue<Chunk> chunks, boolean requests) {
			byte[] buffer = new byte[16 * 1024];
			try {
				InputStream in = from.getInputStream();
				for (int length; (length = in.read(buffer)) >= 0;) {
					byte[] bytes = Arrays.copyOf(buffer, length);
					String poison = FaultyProxy.this.swallowFrom;
					// What has lost a byte is of no use later either.
					this.dead |= FaultyProxy.this.swallowing || (requests && poison != null
							&& new String(bytes, StandardCharsets.ISO_8859_1).contains(poison));
					if (!this.dead) {
						chunks.add(new Chunk(bytes, System.nanoTime() + FaultyProxy.this.delay));
					}
				}
			}
			catch (IOException ex) {
				// The connection has ended.
			}
			end();
			chunks.add(new Chunk(new byte[0], 0));
		}

		private void write(Socket to, BlockingQueue<Chunk> chunks) {
			try {
				OutputStream out = to.getOutputStream();
				for (Chunk chunk = chunks.take(); chunk.bytes().length > 0; chunk = chunks.take()) {
					long wait = chunk.dueAt() - System.nanoTime();
					if (wait > 0) {
						LockSupport.parkNanos(wait);
					}
					out.write(chunk.bytes());
				}
			}
			catch (IOException ex) {
				end();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private void end() {
			FaultyProxy.this.end(this.client);
			FaultyProxy.this.end(this.server);
		}

	}

}
