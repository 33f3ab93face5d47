package dev.tappet.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Stands before a Redis as proxies and managed services do that know less of its protocol
 * than the server itself.
 */
public final class RespProxy extends TcpProxy {

	/** What it does not pass on. */
	public enum Kind {

		/** What the server tells without being asked. */
		SWALLOWS_PUSHES,

		/** HELLO, so that all is spoken in the older protocol, which knows no pushes. */
		OLD_PROTOCOL_ONLY,

		/** Passes on everything. */
		PASSES_ALL

	}

	private final Kind kind;

	private RespProxy(int target, Kind kind) {
		super(target);
		this.kind = kind;
	}

	public static RespProxy to(int target, Kind kind) {
		RespProxy proxy = new RespProxy(target, kind);
		proxy.open();
		return proxy;
	}

	@Override
	void join(Socket client, Socket server) throws IOException {
		client.setTcpNoDelay(true);
		server.setTcpNoDelay(true);
		Thread.ofVirtual().start(() -> pump(client, server, true));
		Thread.ofVirtual().start(() -> pump(server, client, false));
	}

	private void pump(Socket from, Socket to, boolean requests) {
		try (from; to) {
			InputStream in = new BufferedInputStream(from.getInputStream());
			OutputStream out = to.getOutputStream();
			for (byte[] item = read(in); item.length > 0; item = read(in)) {
				out.write(passed(item, requests));
			}
		}
		catch (IOException ex) {
			// The connection has ended.
		}
	}

	private byte[] passed(byte[] item, boolean request) {
		return switch (this.kind) {
			case PASSES_ALL -> item;
			case SWALLOWS_PUSHES -> (!request && item[0] == '>') ? new byte[0] : item;
			case OLD_PROTOCOL_ONLY -> (request && isHello(item)) ? bytes("*1\r\n$7\r\nNOHELLO\r\n") : item;
		};
	}

	private static boolean isHello(byte[] item) {
		String start = new String(item, 0, Math.min(item.length, 40), StandardCharsets.ISO_8859_1);
		return start.toUpperCase(Locale.ROOT).contains("HELLO");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/** One whole item of the protocol, empty at the end. */
	private static byte[] read(InputStream in) throws IOException {
		ByteArrayOutputStream item = new ByteArrayOutputStream();
		read(in, item);
		return item.toByteArray();
	}

	private static void read(InputStream in, ByteArrayOutputStream item) throws IOException {
		String line = line(in, item);
		if (line.isEmpty()) {
			return;
		}
		char type = line.charAt(0);
		switch (type) {
			case '*', '~', '>' -> readAll(in, item, length(line));
			case '%' -> readAll(in, item, 2 * length(line));
			case '$', '=' -> {
				if (length(line) >= 0) {
					item.write(in.readNBytes(length(line) + 2));
				}
			}
			default -> {
				// The line is all of it.
			}
		}
	}

	private static void readAll(InputStream in, ByteArrayOutputStream item, int parts) throws IOException {
		for (int i = 0; i < parts; i++) {
			read(in, item);
		}
	}

	private static int length(String line) {
		return Integer.parseInt(line.substring(1).strip());
	}

	private static String line(InputStream in, ByteArrayOutputStream item) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int each = in.read(); each >= 0; each = in.read()) {
			item.write(each);
			line.append((char) each);
			if (each == '\n') {
				break;
			}
		}
		return line.toString();
	}

}
