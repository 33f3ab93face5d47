package dev.tappet.test;

import java.util.List;
import java.util.stream.Stream;

import dev.tappet.source.ConnectionType;
import dev.tappet.source.SourceType;
import dev.tappet.source.SourceTypes;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * The kinds of sources and connections that are on the class path, and the JSON mapper
 * that an application has by default: from the auto-configurations that bring them into a
 * service, so that a test binds as the service does.
 *
 * @param sources the kinds of sources
 * @param connections the kinds of connections
 * @param mapper reads JSON payloads
 */
record Kinds(SourceTypes sources, List<ConnectionType> connections, JsonMapper mapper) {

	private static final String OURS = "dev.tappet.source.";

	private static final String JSON = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration";

	/** They are looked for once. */
	static Kinds known() {
		return Known.KINDS;
	}

	private static Kinds look() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			// Nothing that connects is made for it.
			context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
			Stream<String> sources = ImportCandidates.load(AutoConfiguration.class, null)
				.getCandidates()
				.stream()
				.filter((name) -> name.startsWith(OURS));
			Stream.concat(Stream.of(JSON).filter((name) -> ClassUtils.isPresent(name, null)), sources)
				.map((name) -> ClassUtils.resolveClassName(name, null))
				.forEach(context::register);
			context.refresh();
			return new Kinds(new SourceTypes(context.getBeanProvider(SourceType.class).orderedStream().toList()),
					context.getBeanProvider(ConnectionType.class).orderedStream().toList(),
					context.getBeanProvider(JsonMapper.class).getIfAvailable(JsonMapper::new));
		}
	}

	private static final class Known {

		static final Kinds KINDS = look();

	}

}
