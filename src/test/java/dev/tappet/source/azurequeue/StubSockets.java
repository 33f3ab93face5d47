package dev.tappet.source.azurequeue;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * As much of an HTTP server as the clients of queues need, on the loopback interface. The
 * one that the JDK has can neither reset a connection nor leave idle ones open.
 */
final class StubSockets implements AutoCloseable {

	private static final int BACKLOG = 512;

	private final ServerSocket listening;

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final Function<StubRequest, StubAnswer> service;

	private StubSockets(ServerSocketFactory factory, int port, Function<StubRequest, StubAnswer> service) {
		this.service = service;
		try {
			this.listening = factory.createServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Opens a port, or any where it is 0. */
	static StubSockets open(ServerSocketFactory factory, int port, Function<StubRequest, StubAnswer> service) {
		StubSockets sockets = new StubSockets(factory, port, service);
		Thread.ofVirtual().start(sockets::accept);
		return sockets;
	}

	int port() {
		return this.listening.getLocalPort();
	}

	int connections() {
		return this.open.size();
	}

	private void accept() {
		while (!this.listening.isClosed()) {
			try {
				Socket socket = this.listening.accept();
				socket.setTcpNoDelay(true);
				this.open.add(socket);
				Thread.ofVirtual().start(() -> serve(socket));
			}
			catch (IOException ex) {
				// It was closed, or the next one may work.
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			InputStream in = new BufferedInputStream(socket.getInputStream());
			for (StubRequest request; (request = read(in)) != null;) {
				switch (this.service.apply(request)) {
					case StubAnswer.Reply reply -> {
						socket.getOutputStream().write(bytes(reply, request.method().equals("HEAD")));
					}
					case StubAnswer.Reset reset -> {
						// Nobody lingers: the other side is sent a reset.
						socket.setSoLinger(true, 0);
						return;
					}
				}
			}
		}
		catch (IOException ex) {
			// The client has gone.
		}
		finally {
			this.open.remove(socket);
		}
	}

	private static @Nullable StubRequest read(InputStream in) throws IOException {
		String first = line(in);
		if (first == null) {
			return null;
		}
		String[] parts = first.split(" ", -1);
		if (parts.length != 3) {
			throw new IOException("no request: " + first);
		}
		Map<String, String> headers = new LinkedHashMap<>();
		for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
		}
		return StubRequest.of(parts[0], parts[1], headers, body(in, headers));
	}

	private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
		int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
		byte[] body = in.readNBytes(length);
		if (body.length < length) {
			throw new EOFException();
		}
		return body;
	}

	private static @Nullable String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		int read;
		while ((read = in.read()) >= 0 && read != '\n') {
			line.append((char) read);
		}
		if (read < 0 && line.isEmpty()) {
			return null;
		}
		int end = line.length();
		return line.substring(0, (end > 0 && line.charAt(end - 1) == '\r') ? end - 1 : end);
	}

	private static byte[] bytes(StubAnswer.Reply reply, boolean bodiless) {
		byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
		StringBuilder head = new StringBuilder("HTTP/1.1 ").append(reply.status()).append(" Status\r\n");
		reply.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		if (reply.status() != 204) {
			head.append("Content-Length: ").append(body.length).append("\r\n");
		}
		byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
		if (bodiless || body.length == 0) {
			return start;
		}
		byte[] whole = new byte[start.length + body.length];
		System.arraycopy(start, 0, whole, 0, start.length);
		System.arraycopy(body, 0, whole, start.length, body.length);
		return whole;
	}

	/** Takes no more connections, and ends those that there are. */
	@Override
	public void close() {
		try {
			this.listening.close();
			for (Socket socket : this.open) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
