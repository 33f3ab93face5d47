package dev.tappet.operate.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.springframework.http.MediaType;

/**
 * A file of the page, as it lies beside this class.
 *
 * @param type its media type
 * @param content its bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record PageFile(MediaType type, byte[] content) {

	static final String PAGE = "index.html";

	private static final List<String> NAMES = List.of(PAGE, "console.css", "main.js", "dom.js", "api.js", "series.js",
			"table.js", "detail.js", "letters.js", "acts.js", "copies.js", "edit.js", "settings.js", "trial.js",
			"workers.js", "instances.js");

	private static final Map<String, MediaType> TYPES = Map.of("html",
			MediaType.parseMediaType("text/html;charset=UTF-8"), "css",
			MediaType.parseMediaType("text/css;charset=UTF-8"), "js",
			MediaType.parseMediaType("text/javascript;charset=UTF-8"));

	/** All files by name. Nothing else is served, whatever is asked for. */
	static Map<String, PageFile> all() {
		Map<String, PageFile> files = new LinkedHashMap<>();
		NAMES.forEach((name) -> files.put(name, read(name)));
		return files;
	}

	private static PageFile read(String name) {
		MediaType type = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
		try (InputStream file = Objects.requireNonNull(PageFile.class.getResourceAsStream(name), name)) {
			return new PageFile(type, file.readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
