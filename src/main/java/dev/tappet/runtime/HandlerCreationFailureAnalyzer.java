package dev.tappet.runtime;

import java.util.Arrays;
import java.util.stream.Collectors;

import dev.tappet.handler.ReactiveTriggerHandler;
import dev.tappet.handler.TriggerHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/**
 * Says of a handler that cannot be created why, in place of a trace of all that was on
 * the way. What Spring itself says of beans that are missing is left to it.
 */
class HandlerCreationFailureAnalyzer extends AbstractFailureAnalyzer<BeanCreationException> {

	private static final int FRAMES = 5;

	private final BeanFactory beans;

	HandlerCreationFailureAnalyzer(BeanFactory beans) {
		this.beans = beans;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanCreationException cause) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(cause);
		String handler = (root instanceof BeansException) ? null : handler(cause);
		return (handler == null) ? null : new FailureAnalysis(
				"The handler '%s' cannot be created: %s".formatted(handler, describe(root)), remedy(root), cause);
	}

	/**
	 * The handler on the way to what has failed; before it are the beans that need it,
	 * such as the registry and what serves its endpoints.
	 */
	private @Nullable String handler(Throwable failure) {
		for (Throwable each = failure; each != null; each = each.getCause()) {
			String bean = (each instanceof BeanCreationException creation) ? creation.getBeanName() : null;
			if (bean != null && isHandler(bean)) {
				return bean;
			}
		}
		return null;
	}

	private boolean isHandler(String bean) {
		try {
			return this.beans.isTypeMatch(bean, TriggerHandler.class)
					|| this.beans.isTypeMatch(bean, ReactiveTriggerHandler.class);
		}
		catch (BeansException | LinkageError ex) {
			return false;
		}
	}

	private static String describe(Throwable root) {
		String frames = Arrays.stream(root.getStackTrace())
			.limit(FRAMES)
			.map((frame) -> "\n    at " + frame)
			.collect(Collectors.joining());
		return root + frames;
	}

	private static String remedy(Throwable root) {
		HandlerFolder folder = HandlerFolder.look(System::getenv);
		if (root instanceof ClassNotFoundException || root instanceof NoClassDefFoundError) {
			return "Put the jar that has the class %s beside the handler's: %s."
				.formatted(String.valueOf(root.getMessage()).replace('/', '.'), folder.describe());
		}
		return "Correct the handler, or what it is configured with. Start with --debug for the whole trace.";
	}

}
