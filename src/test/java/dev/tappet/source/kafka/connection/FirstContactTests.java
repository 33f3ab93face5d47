package dev.tappet.source.kafka.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class FirstContactTests {

	private static final byte[] ALERT = { 0x15, 0x03, 0x03, 0, 2, 2, 40 };

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void tellsThatNobodyListens(Protocol protocol) throws IOException {
		int port;
		try (ServerSocket server = server()) {
			port = server.getLocalPort();
		}
		assertThat(contact(protocol, "127.0.0.1:" + port)).isEqualTo(KafkaRefusal.UNREACHABLE);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void tellsThatTheHostIsNotKnown(Protocol protocol) {
		assertThat(contact(protocol, "nowhere.invalid:9092")).isEqualTo(KafkaRefusal.UNKNOWN_HOST);
	}

	@Test
	void tellsWhatIsNoKafka() throws IOException {
		byte[] http = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
		assertThat(answered(Protocol.PLAINTEXT, http)).isEqualTo(KafkaRefusal.NO_KAFKA);
		assertThat(answered(Protocol.SASL_PLAINTEXT, "-ERR no\r\n".getBytes(StandardCharsets.US_ASCII)))
			.isEqualTo(KafkaRefusal.NO_KAFKA);
		assertThat(answered(Protocol.SSL, http)).isEqualTo(KafkaRefusal.NO_TLS);
	}

	@Test
	void tellsThatAPortEncrypts() throws IOException {
		assertThat(answered(Protocol.PLAINTEXT, ALERT)).isEqualTo(KafkaRefusal.ENCRYPTS);
		assertThat(answered(Protocol.SASL_SSL, ALERT)).isNull();
	}

	@Test
	void tellsThatAConnectionIsClosed() throws IOException {
		assertThat(answered(Protocol.PLAINTEXT, new byte[0])).isEqualTo(KafkaRefusal.HANGS_UP);
		assertThat(answered(Protocol.SSL, new byte[0])).isEqualTo(KafkaRefusal.NO_HANDSHAKE);
	}

	@Test
	void waitsForASilentPortNoLongerThanItsPatience() throws IOException {
		try (ServerSocket server = server()) {
			List<String> broker = List.of("127.0.0.1:" + server.getLocalPort());
			assertThat(Objects.requireNonNull(new FirstContact(Protocol.PLAINTEXT, 50).with(broker)).refusal())
				.isEqualTo(KafkaRefusal.UNREACHABLE);
			assertThat(Objects.requireNonNull(new FirstContact(Protocol.SSL, 50).with(broker)).refusal())
				.isEqualTo(KafkaRefusal.NO_HANDSHAKE);
		}
	}

	@Test
	void tellsMoreThanThatOneOfSeveralDoesNotAnswer() throws IOException {
		int port;
		try (ServerSocket server = server()) {
			port = server.getLocalPort();
		}
		Obstacle obstacle = new FirstContact(Protocol.SSL).with(List.of("127.0.0.1:" + port, "nowhere.invalid:1"));
		assertThat(obstacle).isEqualTo(new Obstacle(KafkaRefusal.UNKNOWN_HOST, "nowhere.invalid:1", null));
	}

	private static KafkaRefusal contact(Protocol protocol, String broker) {
		return Objects.requireNonNull(new FirstContact(protocol).with(List.of(broker))).refusal();
	}

	/**
	 * What is said of a server that gives one answer to whatever it hears, and hangs up.
	 */
	private static @Nullable KafkaRefusal answered(Protocol protocol, byte[] answer) throws IOException {
		try (ServerSocket server = server()) {
			Thread.ofVirtual().start(() -> {
				try (Socket client = server.accept()) {
					client.getInputStream().read(new byte[1024]);
					client.getOutputStream().write(answer);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
			Obstacle obstacle = new FirstContact(protocol).with(List.of("127.0.0.1:" + server.getLocalPort()));
			return (obstacle != null) ? obstacle.refusal() : null;
		}
	}

	private static ServerSocket server() throws IOException {
		return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
	}

}
