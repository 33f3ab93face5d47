package dev.tappet.operate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a viewer of the console is told.
 *
 * @param client holds the connection
 * @param lines the events as they come
 */
record LiveStream(HttpClient client, BufferedReader lines) implements AutoCloseable {

	static LiveStream open(String url) throws Exception {
		LiveStream stream = tryToOpen(url);
		return Objects.requireNonNull(stream);
	}

	/** A viewer, or null where there is no place for another. */
	static @Nullable LiveStream tryToOpen(String url) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/console/live"))
			.timeout(Duration.ofSeconds(30))
			.build();
		HttpClient client = HttpClient.newHttpClient();
		HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
		LiveStream stream = new LiveStream(client,
				new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
		if (response.statusCode() != 200) {
			stream.close();
			return null;
		}
		assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
		assertThat(response.headers().allValues("Cache-Control")).isEqualTo(List.of("no-store"));
		return stream;
	}

	JsonNode next() throws IOException {
		String line = this.lines.readLine();
		while (line != null && !line.startsWith("data:")) {
			line = this.lines.readLine();
		}
		assertThat(line).isNotNull();
		return new JsonMapper().readTree(String.valueOf(line).substring("data:".length()));
	}

	@Override
	public void close() {
		try {
			this.lines.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.client.shutdownNow();
	}

}
