package dev.tappet.source.kafka.connection;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import org.jspecify.annotations.Nullable;

/**
 * Looks whether brokers talk in the way that a client would: says the first words to one
 * after the other, and listens to how it answers. No credentials are sent.
 *
 * @param protocol how the client would talk
 * @param patience how long to wait for each step, in milliseconds
 */
record FirstContact(Protocol protocol, int patience) {

	private static final int PATIENCE = 3000;

	/** No more than this is waited for in all. */
	private static final long BUDGET = TimeUnit.SECONDS.toNanos(9);

	private static final int ALERT = 0x15;

	private static final int HANDSHAKE = 0x16;

	private static final int LONGEST_ANSWER = 1 << 20;

	FirstContact(Protocol protocol) {
		this(protocol, PATIENCE);
	}

	/** Why none of the brokers can be talked to; nothing as soon as one can be. */
	@Nullable Obstacle with(List<String> brokers) {
		long begun = System.nanoTime();
		Obstacle worst = null;
		for (String broker : brokers) {
			if (worst != null && System.nanoTime() - begun > BUDGET) {
				break;
			}
			Obstacle obstacle = with(broker);
			if (obstacle == null) {
				return null;
			}
			if (worst == null || worst.refusal() == KafkaRefusal.UNREACHABLE) {
				worst = obstacle;
			}
		}
		return worst;
	}

	private @Nullable Obstacle with(String broker) {
		int colon = broker.lastIndexOf(':');
		String host = broker.substring(0, colon).replaceAll("[\\[\\]]", "");
		InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(broker.substring(colon + 1)));
		if (address.isUnresolved()) {
			return new Obstacle(KafkaRefusal.UNKNOWN_HOST, broker, null);
		}
		try (Socket socket = new Socket()) {
			try {
				socket.connect(address, this.patience);
			}
			catch (IOException ex) {
				return new Obstacle(KafkaRefusal.UNREACHABLE, broker, ex.getMessage());
			}
			socket.setSoTimeout(this.patience);
			KafkaRefusal refusal = this.protocol.encrypts() ? encrypted(socket, address) : plain(socket);
			return (refusal != null) ? new Obstacle(refusal, broker, null) : null;
		}
		catch (IOException ex) {
			return new Obstacle(KafkaRefusal.UNREACHABLE, broker, ex.getMessage());
		}
	}

	/** Whatever the answer to a ClientHello is, its first byte says whether it is one. */
	private static @Nullable KafkaRefusal encrypted(Socket socket, InetSocketAddress address) throws IOException {
		try {
			send(socket, hello(address));
			int first = socket.getInputStream().read();
			return switch (first) {
				case HANDSHAKE, ALERT -> null;
				case -1 -> KafkaRefusal.NO_HANDSHAKE;
				default -> KafkaRefusal.NO_TLS;
			};
		}
		catch (SocketTimeoutException | SocketException ex) {
			return KafkaRefusal.NO_HANDSHAKE;
		}
	}

	private static ByteBuffer hello(InetSocketAddress address) throws IOException {
		try {
			SSLEngine engine = SSLContext.getDefault().createSSLEngine(address.getHostString(), address.getPort());
			engine.setUseClientMode(true);
			ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
			engine.wrap(ByteBuffer.allocate(0), hello);
			return hello.flip();
		}
		catch (GeneralSecurityException ex) {
			throw new IOException("this platform speaks no TLS", ex);
		}
	}

	private @Nullable KafkaRefusal plain(Socket socket) throws IOException {
		DataInputStream answers = new DataInputStream(socket.getInputStream());
		KafkaRefusal refusal = ask(socket, answers, Request.VERSIONS, KafkaRefusal.HANGS_UP);
		if (refusal != null || this.protocol.authenticates()) {
			return refusal;
		}
		// Before credentials, a broker that wants some answers the first of these only.
		return ask(socket, answers, Request.METADATA, KafkaRefusal.WANTS_CREDENTIALS);
	}

	private static @Nullable KafkaRefusal ask(Socket socket, DataInputStream answers, Request request,
			KafkaRefusal atEnd) throws IOException {
		try {
			send(socket, request.bytes());
			int length = answers.readInt();
			if (length >>> 16 == (ALERT << 8 | 0x03)) {
				return KafkaRefusal.ENCRYPTS;
			}
			if (length < Integer.BYTES || length > LONGEST_ANSWER) {
				return KafkaRefusal.NO_KAFKA;
			}
			int correlation = answers.readInt();
			answers.skipNBytes(length - Integer.BYTES);
			return (correlation == request.ordinal()) ? null : KafkaRefusal.NO_KAFKA;
		}
		catch (SocketTimeoutException ex) {
			return KafkaRefusal.UNREACHABLE;
		}
		catch (EOFException | SocketException ex) {
			return atEnd;
		}
	}

	private static void send(Socket socket, ByteBuffer bytes) throws IOException {
		socket.getOutputStream().write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
		socket.getOutputStream().flush();
	}

	/**
	 * Requests of Kafka's protocol, in a version that all brokers know. Their numbers
	 * tell the answers apart.
	 */
	private enum Request {

		/** Which versions of which requests there are. */
		VERSIONS(18, 0, 0),

		/** Which brokers there are, and none of the topics. */
		METADATA(3, 1, Integer.BYTES);

		private static final int HEADER = 10;

		private final int key;

		private final int version;

		private final int body;

		Request(int key, int version, int body) {
			this.key = key;
			this.version = version;
			this.body = body;
		}

		ByteBuffer bytes() {
			ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + HEADER + this.body);
			bytes.putInt(HEADER + this.body);
			bytes.putShort((short) this.key).putShort((short) this.version).putInt(ordinal());
			// No client id, and what follows is an empty list.
			bytes.putShort((short) -1);
			return bytes.rewind();
		}

	}

}
