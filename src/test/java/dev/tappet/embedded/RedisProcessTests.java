package dev.tappet.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@DisabledOnOs(OS.WINDOWS)
class RedisProcessTests {

	@Test
	void answersOnTheLoopbackInterfaceOnly() throws Exception {
		try (RedisProcess redis = RedisProcess.forgetful().start()) {
			assertThat(answers(InetAddress.getLoopbackAddress(), redis.port())).isTrue();
			for (InetAddress address : otherAddresses()) {
				assertThat(answers(address, redis.port())).as(address.toString()).isFalse();
			}
		}
	}

	@Test
	void endsWhenItIsClosed() {
		RedisProcess redis = RedisProcess.forgetful().start();
		redis.close();
		Awaitility.await().until(() -> !answers(InetAddress.getLoopbackAddress(), redis.port()));
	}

	@Test
	void savesItsDataWhenItIsStopped(@TempDir Path folder) throws Exception {
		try (RedisProcess redis = RedisProcess.keepingIn(folder, "--save", "3600 1").start()) {
			assertThat(reply(redis, "SET key value")).isEqualTo("+OK");
			redis.stop();
			assertThat(answers(InetAddress.getLoopbackAddress(), redis.port())).isFalse();
			redis.start();
			assertThat(reply(redis, "EXISTS key")).isEqualTo(":1");
		}
	}

	@Test
	void savesNothingWhenItIsKilled(@TempDir Path folder) throws Exception {
		try (RedisProcess redis = RedisProcess.keepingIn(folder, "--save", "3600 1").start()) {
			assertThat(reply(redis, "SET key value")).isEqualTo("+OK");
			redis.kill();
			assertThat(answers(InetAddress.getLoopbackAddress(), redis.port())).isFalse();
			redis.start();
			assertThat(reply(redis, "EXISTS key")).isEqualTo(":0");
		}
	}

	@Test
	void endsEvenWhereItCannotSave(@TempDir Path folder) throws Exception {
		RedisProcess redis = RedisProcess.keepingIn(folder, "--save", "3600 1").start();
		assertThat(reply(redis, "SET key value")).isEqualTo("+OK");
		// Where it would save is a folder.
		Files.createDirectories(folder.resolve("dump.rdb"));
		redis.close();
		Awaitility.await().until(() -> !answers(InetAddress.getLoopbackAddress(), redis.port()));
	}

	@Test
	void saysWhyItDoesNotStart(@TempDir Path folder) {
		RedisProcess redis = RedisProcess.keepingIn(folder, "--no-such-option", "1");
		assertThatIllegalStateException().isThrownBy(redis::start).withMessageContaining("no-such-option");
	}

	@Test
	void endsWithTheProcessThatStartedItHoweverThatEnds() throws Exception {
		Process owner = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Owner.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		int port;
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8))) {
			port = Integer.parseInt(output.readLine());
			assertThat(answers(InetAddress.getLoopbackAddress(), port)).isTrue();
		}
		finally {
			owner.destroyForcibly().waitFor();
		}
		Awaitility.await().until(() -> !answers(InetAddress.getLoopbackAddress(), port));
	}

	private static List<InetAddress> otherAddresses() throws IOException {
		return NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
			.toList();
	}

	private static boolean answers(InetAddress address, int port) {
		try (Socket socket = new Socket(address, port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String reply(RedisProcess redis, String command) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
				BufferedReader replies = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
			socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
			return replies.readLine();
		}
	}

	static final class Owner {

		private Owner() {
		}

		public static void main(String[] args) throws Exception {
			System.out.println(RedisProcess.forgetful().start().port());
			System.in.read();
		}

	}

}
