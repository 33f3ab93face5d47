package dev.tappet.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FreePortsTests {

	@Test
	void givesNoneTwice() {
		assertThat(IntStream.range(0, 200).map((i) -> FreePorts.next()).toArray()).doesNotHaveDuplicates();
	}

	@Test
	void leavesOutWhatSomebodyListensOn() throws IOException {
		int port = FreePorts.next();
		try (ServerSocket socket = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
			assertThat(FreePorts.next()).isNotEqualTo(socket.getLocalPort());
		}
	}

}
