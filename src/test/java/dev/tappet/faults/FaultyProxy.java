package dev.tappet.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a worker and its Redis, and forwards, delays, swallows or cuts.
 */
public final class FaultyProxy implements AutoCloseable {

	private final ServerSocket listening;

	private final int target;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private volatile boolean swallowing;

	private volatile boolean refusing;

	private volatile String swallowFrom;

	private volatile long delay;

	private FaultyProxy(ServerSocket listening, int target) {
		this.listening = listening;
		this.target = target;
	}

	public static FaultyProxy to(int target) {
		try {
			FaultyProxy proxy = new FaultyProxy(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), target);
			Thread.ofVirtual().start(proxy::accept);
			return proxy;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.listening.getLocalPort();
	}

	/** Forwards everything at once. */
	public void heal() {
		this.swallowing = false;
		this.refusing = false;
		this.swallowFrom = null;
		this.delay = 0;
	}

	/** Closes every connection. */
	void cut() {
		this.sockets.forEach(FaultyProxy::close);
	}

	/** Closes every connection, and each new one. */
	public void refuse() {
		this.refusing = true;
		cut();
	}

	/** Keeps connections open, and takes new ones, but lets nothing through. */
	void swallow() {
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

	private void accept() {
		while (!this.listening.isClosed()) {
			try {
				Socket client = this.listening.accept();
				if (this.refusing) {
					client.close();
				}
				else {
					connect(client);
				}
			}
			catch (IOException ex) {
				// The next one may work.
			}
		}
	}

	private void connect(Socket client) throws IOException {
		try {
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
			new Link(client, server).open();
		}
		catch (IOException ex) {
			client.close();
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is closed.
		}
	}

	@Override
	public void close() {
		try {
			this.listening.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		cut();
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
			FaultyProxy.this.sockets.add(this.client);
			FaultyProxy.this.sockets.add(this.server);
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
			FaultyProxy.close(this.client);
			FaultyProxy.close(this.server);
			FaultyProxy.this.sockets.remove(this.client);
			FaultyProxy.this.sockets.remove(this.server);
		}

	}

}
