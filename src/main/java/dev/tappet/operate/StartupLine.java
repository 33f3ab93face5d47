package dev.tappet.operate;

import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.runtime.TriggerState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * The last line of the start: what runs, where it is watched, and how to see it work.
 */
class StartupLine {

	private static final Logger logger = LoggerFactory.getLogger(StartupLine.class);

	private final TriggerRegistry registry;

	private final EndpointUrls urls;

	StartupLine(TriggerRegistry registry, EndpointUrls urls) {
		this.registry = registry;
		this.urls = urls;
	}

	@EventListener(ApplicationReadyEvent.class)
	@Order(Ordered.LOWEST_PRECEDENCE)
	void log(ApplicationReadyEvent event) {
		logger.info(text(isDevelopment(event.getSpringApplication().getAllSources())));
	}

	/** Who develops runs classes from a folder, and who operates from a jar. */
	private static boolean isDevelopment(Collection<?> sources) {
		return sources.stream().anyMatch((source) -> source instanceof Class<?> type && isInFolder(type));
	}

	private static boolean isInFolder(Class<?> type) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		URL place = (source != null) ? source.getLocation() : null;
		return place != null && place.getProtocol().equals("file") && place.getPath().endsWith("/");
	}

	/**
	 * The line.
	 * @param development whether to tell how a trigger is fired
	 */
	String text(boolean development) {
		Collection<Trigger> triggers = this.registry.triggers();
		List<String> parts = new ArrayList<>();
		parts.add(triggers.isEmpty()
				? "No triggers are defined: add them under 'tappet.triggers' in config/application.yml"
				: states(triggers));
		addUrl(parts, "Health", "health");
		addUrl(parts, "Metrics", "prometheus");
		triggers.stream()
			.filter((trigger) -> development && trigger.state() == TriggerState.RUNNING)
			.map(StartupLine::example)
			.findFirst()
			.ifPresent(parts::add);
		return String.join(". ", parts);
	}

	private static String states(Collection<Trigger> triggers) {
		List<String> others = Arrays.stream(TriggerState.values())
			.filter((state) -> state != TriggerState.RUNNING && count(triggers, state) > 0)
			.map((state) -> count(triggers, state) + " " + StateNames.of(state))
			.toList();
		long running = count(triggers, TriggerState.RUNNING);
		return "%d of %d triggers running%s".formatted(running, triggers.size(),
				others.isEmpty() ? "" : " (" + String.join(", ", others) + ")");
	}

	private static long count(Collection<Trigger> triggers, TriggerState state) {
		return triggers.stream().filter((trigger) -> trigger.state() == state).count();
	}

	private void addUrl(List<String> parts, String what, String endpoint) {
		String url = this.urls.find(endpoint);
		if (url != null) {
			parts.add(what + ": " + url);
		}
	}

	private static String example(Trigger trigger) {
		return "Fire '%s': %s".formatted(trigger.definition().name(), trigger.example());
	}

}
