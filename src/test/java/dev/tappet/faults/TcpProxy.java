package dev.tappet.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes connections on the loopback interface and continues each to a server there.
 */
abstract class TcpProxy implements AutoCloseable {

	private final ServerSocket listening;

	private final int target;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	TcpProxy(int target) {
		this.target = target;
		try {
			this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public final int port() {
		return this.listening.getLocalPort();
	}

	/** Begins to take connections. */
	final void open() {
		Thread.ofVirtual().start(this::accept);
	}

	/** Whether new connections are closed at once. */
	boolean refuses() {
		return false;
	}

	/** Passes on what comes, until one of the two is closed. */
	abstract void join(Socket client, Socket server) throws IOException;

	private void accept() {
		while (!this.listening.isClosed()) {
			try {
				Socket client = this.listening.accept();
				if (refuses()) {
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
			this.sockets.add(client);
			this.sockets.add(server);
			join(client, server);
		}
		catch (IOException ex) {
			client.close();
		}
	}

	/** Closes every connection. */
	final void cut() {
		this.sockets.forEach(this::end);
	}

	/** Closes one end of a connection. */
	final void end(Socket socket) {
		this.sockets.remove(socket);
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is closed.
		}
	}

	@Override
	public final void close() {
		try {
			this.listening.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		cut();
	}

}
