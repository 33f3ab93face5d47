package dev.tappet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The image's health check, beside a server that stands for the service.
 */
class ImageHealthCheckTests {

	private static final int NOBODY = 1;

	private HttpServer server;

	private volatile int status = 200;

	@BeforeEach
	void serve() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/actuator/health/liveness", (exchange) -> {
			byte[] body = "{\"status\":\"told\"}".getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(this.status, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void isWellWhileTheServiceIsAlive() throws Exception {
		ImageScript.Run run = check(Map.of("SERVER_PORT", port()));
		assertThat(run.status()).as(run.lines().toString()).isZero();
		assertThat(run.lines()).containsExactly("{\"status\":\"told\"}");
	}

	@Test
	void isNotWellWhereTheServiceSaysSo() throws Exception {
		this.status = 503;
		ImageScript.Run run = check(Map.of("SERVER_PORT", port()));
		assertThat(run.status()).isOne();
		assertThat(run.lines()).containsExactly("{\"status\":\"told\"}");
	}

	@Test
	void isNotWellWhereNobodyAnswers() throws Exception {
		assertThat(check(Map.of("SERVER_PORT", Integer.toString(NOBODY))).status()).isOne();
	}

	@Test
	void asksAtThePortOfTheEndpointsWhereTheyHaveOne() throws Exception {
		ImageScript.Run run = check(Map.of("SERVER_PORT", Integer.toString(NOBODY), "MANAGEMENT_SERVER_PORT", port()));
		assertThat(run.status()).as(run.lines().toString()).isZero();
	}

	private String port() {
		return Integer.toString(this.server.getAddress().getPort());
	}

	private static ImageScript.Run check(Map<String, String> variables) throws Exception {
		Map<String, String> all = new HashMap<>(variables);
		all.put("PATH", "/usr/bin:/bin");
		return ImageScript.run("bash", "healthcheck", Path.of("").toAbsolutePath(), all);
	}

}
