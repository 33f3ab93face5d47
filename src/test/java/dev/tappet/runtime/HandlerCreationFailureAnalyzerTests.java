package dev.tappet.runtime;

import java.util.Objects;

import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class HandlerCreationFailureAnalyzerTests {

	@Test
	void saysTheCauseFirstAndInAFewLines() {
		FailureAnalysis analysis = Objects.requireNonNull(analyze(Broken.class));
		assertThat(analysis.getDescription())
			.startsWith("The handler 'bean' cannot be created: java.lang.IllegalArgumentException: no such region")
			.contains("at " + Broken.class.getName());
		assertThat(analysis.getDescription().lines()).hasSizeLessThan(10);
	}

	/** As in the service, where the web server is the first that asks for it. */
	@Test
	void findsTheHandlerBehindTheBeansThatNeedIt() {
		assertThat(analyze(Broken.class, Needing.class)).isNotNull()
			.extracting(FailureAnalysis::getDescription)
			.asString()
			.startsWith("The handler 'bean' cannot be created: java.lang.IllegalArgumentException: no such region");
	}

	@Test
	void namesTheFolderWhereAClassIsMissing() {
		FailureAnalysis analysis = Objects.requireNonNull(analyze(Lacking.class));
		assertThat(analysis.getAction()).contains("com.example.Client", "'handlers'");
	}

	@Test
	void leavesOtherBeansToOthers() {
		assertThat(analyze(Other.class)).isNull();
	}

	private static @Nullable FailureAnalysis analyze(Class<?> type, Class<?>... first) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			for (Class<?> each : first) {
				context.registerBean(each);
			}
			context.registerBean("bean", type);
			BeanCreationException thrown = Objects
				.requireNonNull(catchThrowableOfType(BeanCreationException.class, context::refresh));
			return new HandlerCreationFailureAnalyzer(context.getDefaultListableBeanFactory()).analyze(thrown);
		}
	}

	/**
	 * Cannot be created.
	 */
	static class Broken implements TriggerHandler<String> {

		Broken() {
			throw new IllegalArgumentException("no such region");
		}

		@Override
		public void handle(String payload, TriggerContext context) {
			// It is never made.
		}

	}

	/**
	 * Lacks a class.
	 */
	static class Lacking implements TriggerHandler<String> {

		Lacking() {
			throw new NoClassDefFoundError("com/example/Client");
		}

		@Override
		public void handle(String payload, TriggerContext context) {
			// It is never made.
		}

	}

	/**
	 * Needs the handler.
	 */
	static class Needing {

		Needing(Broken handler) {
			throw new IllegalStateException("there is no " + handler);
		}

	}

	/**
	 * No handler.
	 */
	static class Other {

		Other() {
			throw new IllegalArgumentException("no such region");
		}

	}

}
