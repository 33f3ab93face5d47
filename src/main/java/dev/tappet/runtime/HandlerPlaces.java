package dev.tappet.runtime;

import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where handlers were looked for: the folder of jars, and the packages that were scanned.
 *
 * @param folder the folder
 * @param packages the packages
 */
record HandlerPlaces(HandlerFolder folder, List<String> packages) {

	private static final Logger logger = LoggerFactory.getLogger(HandlerPlaces.class);

	/** What was looked into, as a sentence without its end. */
	String describe() {
		String scanned = this.packages.isEmpty() ? HandlerPackages.PROPERTY + " names no packages"
				: "scanned were the packages " + String.join(", ", this.packages);
		return this.folder.describe() + "; " + scanned;
	}

	/**
	 * Logs a line for each jar in the folder.
	 * @param handlers the classes that bring the handler beans, by the names of these
	 */
	void log(Map<String, Class<?>> handlers) {
		Map<String, List<String>> byJar = new TreeMap<>();
		handlers.forEach((name, type) -> byJar.computeIfAbsent(jar(type), (jar) -> new ArrayList<>()).add(name));
		this.folder.lines(byJar).forEach(logger::info);
	}

	/** The file that a class comes from. */
	private static String jar(Class<?> type) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		URL place = (source != null) ? source.getLocation() : null;
		if (place == null) {
			return "";
		}
		String path = place.getPath().replaceAll("[!/]+$", "");
		return path.substring(path.lastIndexOf('/') + 1);
	}

}
