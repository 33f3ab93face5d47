package dev.tappet.operate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * A page in an installed Chromium without a window, driven by the browser's own protocol:
 * what it shows is looked at by scripts, and keys are pressed as a person would.
 */
final class Chromium implements AutoCloseable {

	/** The keys by which the page is used. */
	enum Key {

		ENTER("Enter", 13, "\r"), ESCAPE("Escape", 27, ""), TAB("Tab", 9, "");

		private final String spelled;

		private final int code;

		private final String text;

		Key(String spelled, int code, String text) {
			this.spelled = spelled;
			this.code = code;
			this.text = text;
		}

	}

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

	private final JsonMapper mapper = new JsonMapper();

	private final HttpClient client = HttpClient.newHttpClient();

	private final AtomicInteger calls = new AtomicInteger();

	private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

	/** What went wrong in the page, or was refused by its policy. */
	final List<String> complaints = new CopyOnWriteArrayList<>();

	private final Path profile;

	private final Process process;

	private final WebSocket socket;

	Chromium(Path executable) throws Exception {
		this.profile = Files.createTempDirectory("chromium");
		this.process = new ProcessBuilder(executable.toString(), "--headless=new", "--no-sandbox", "--disable-gpu",
				"--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
				"--disable-sync", "--no-first-run", "--no-default-browser-check", "--no-proxy-server",
				"--remote-debugging-port=0", "--user-data-dir=" + this.profile, "about:blank")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			this.socket = this.client.newWebSocketBuilder()
				.buildAsync(URI.create(page()), new Incoming())
				.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			call("Page.enable", Map.of());
			call("Runtime.enable", Map.of());
			call("Log.enable", Map.of());
		}
		catch (Exception ex) {
			end();
			throw ex;
		}
	}

	/** An installed one, if there is any. */
	static Optional<Path> find() {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
			.flatMap((folder) -> NAMES.stream().map((name) -> Path.of(folder, name)))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/** The address of the page, by the port that the browser has written down. */
	private String page() throws Exception {
		Path written = this.profile.resolve("DevToolsActivePort");
		await().atMost(PATIENCE).until(() -> Files.exists(written) && Files.readString(written).contains("\n"));
		String port = Files.readString(written).lines().findFirst().orElseThrow();
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
		return await().atMost(PATIENCE)
			.until(() -> pageOf(this.client.send(request, HttpResponse.BodyHandlers.ofString()).body()),
					Optional::isPresent)
			.orElseThrow();
	}

	private Optional<String> pageOf(String targets) {
		return this.mapper.readTree(targets)
			.values()
			.stream()
			.filter((target) -> target.path("type").asString("").equals("page"))
			.map((target) -> target.path("webSocketDebuggerUrl").asString())
			.findFirst();
	}

	private JsonNode call(String method, Map<String, ?> parameters) {
		int id = this.calls.incrementAndGet();
		CompletableFuture<JsonNode> answer = new CompletableFuture<>();
		this.answers.put(id, answer);
		this.socket
			.sendText(this.mapper.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
			.join();
		return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
	}

	void open(String url) {
		call("Page.navigate", Map.of("url", url));
	}

	/** What an expression is in the page; a promise is waited for. */
	JsonNode evaluate(String expression) {
		JsonNode answer = call("Runtime.evaluate",
				Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
		if (answer.has("exceptionDetails")) {
			throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
		}
		return answer.path("result").path("value");
	}

	boolean is(String expression) {
		return evaluate("Boolean(" + expression + ")").booleanValue();
	}

	String text(String selector) {
		return evaluate("document.querySelector(" + quoted(selector) + ")?.textContent ?? ''").stringValue();
	}

	void awaitThat(String expression) {
		// While a page goes away there is nothing to ask.
		await(expression).atMost(PATIENCE).ignoreExceptions().until(() -> is(expression));
	}

	/** Clicks with the mouse on what a person would find by its text. */
	void click(String within, String text) {
		String found = "[...document.querySelectorAll(" + quoted(within + " button, " + within + " summary")
				+ ")].find((each) => each.textContent.startsWith(" + quoted(text) + "))";
		awaitThat(found);
		JsonNode middle = evaluate(
				"((each) => { each.scrollIntoView({ block: 'center' }); " + "const box = each.getBoundingClientRect(); "
						+ "return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; })(" + found + ")");
		for (String type : List.of("mousePressed", "mouseReleased")) {
			call("Input.dispatchMouseEvent", Map.of("type", type, "x", middle.path("x").doubleValue(), "y",
					middle.path("y").doubleValue(), "button", "left", "clickCount", 1));
		}
	}

	void type(String selector, String text) {
		evaluate("document.querySelector(" + quoted(selector) + ").focus()");
		call("Input.insertText", Map.of("text", text));
	}

	/** Presses a key down and lets it go. */
	void press(Key key) {
		String down = key.text.isEmpty() ? "rawKeyDown" : "keyDown";
		for (String type : List.of(down, "keyUp")) {
			call("Input.dispatchKeyEvent", Map.of("type", type, "key", key.spelled, "code", key.spelled,
					"windowsVirtualKeyCode", key.code, "text", type.equals("keyUp") ? "" : key.text));
		}
	}

	void resize(int width, int height, boolean dark) {
		call("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
		call("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
	}

	/** Keeps a picture below {@code target}. */
	void picture(String name) throws IOException {
		Path folder = Files.createDirectories(Path.of("target", "console"));
		String image = call("Page.captureScreenshot", Map.of("format", "png")).path("data").stringValue();
		Files.write(folder.resolve(name + ".png"), Base64.getDecoder().decode(image));
	}

	private String quoted(String text) {
		return this.mapper.writeValueAsString(text);
	}

	@Override
	public void close() {
		this.socket.abort();
		this.client.shutdownNow();
		end();
	}

	private void end() {
		List<ProcessHandle> all = new ArrayList<>(
				Stream.concat(this.process.descendants(), Stream.of(this.process.toHandle())).toList());
		all.forEach(ProcessHandle::destroyForcibly);
		all.forEach((each) -> each.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
		FileSystemUtils.deleteRecursively(this.profile.toFile());
	}

	/**
	 * Answers and events, each in one or more pieces.
	 */
	private final class Incoming implements WebSocket.Listener {

		private final StringBuilder text = new StringBuilder();

		@Override
		public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
			this.text.append(data);
			if (last) {
				JsonNode message = Chromium.this.mapper.readTree(this.text.toString());
				this.text.setLength(0);
				take(message);
			}
			from.request(1);
			return CompletableFuture.completedStage(null);
		}

		private void take(JsonNode message) {
			CompletableFuture<JsonNode> asked = Chromium.this.answers.remove(message.path("id").asInt(0));
			if (asked != null) {
				if (message.has("error")) {
					asked.completeExceptionally(new AssertionError(message.path("error").toString()));
				}
				else {
					asked.complete(message.path("result"));
				}
			}
			String method = message.path("method").asString("");
			JsonNode entry = message.path("params").path("entry");
			boolean refused = method.equals("Log.entryAdded") && entry.path("level").asString("").equals("error")
					&& !entry.path("source").asString("").equals("network");
			if (refused || method.equals("Runtime.exceptionThrown")) {
				Chromium.this.complaints.add(message.path("params").toString());
			}
		}

	}

}
