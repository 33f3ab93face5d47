package dev.tappet.test;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Has the service of a {@link TappetTest} live from before its first test until after the
 * last one. Nested classes share that of the class around them.
 */
final class TappetExtension implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, ParameterResolver {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
		.create(TappetExtension.class);

	private static final String KEY = "tappet";

	@Override
	public void beforeAll(ExtensionContext context) {
		if (find(context) == null) {
			Class<?> type = context.getRequiredTestClass();
			TappetTest test = AnnotationSupport.findAnnotation(type, TappetTest.class)
				.orElseThrow(() -> new IllegalStateException(type.getName() + " is not annotated with @TappetTest"));
			context.getStore(NAMESPACE).put(KEY, LaunchedTappet.start(test, type.getClassLoader()));
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		// Removes what this class has put there, and not what the one around it has.
		LaunchedTappet own = context.getStore(NAMESPACE).remove(KEY, LaunchedTappet.class);
		if (own != null) {
			own.end();
		}
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		running(context).begin();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == RunningTappet.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return running(context);
	}

	private static RunningTappet running(ExtensionContext context) {
		LaunchedTappet launched = find(context);
		if (launched == null) {
			throw new IllegalStateException("the service of this test was not started");
		}
		return launched.tappet();
	}

	private static @Nullable LaunchedTappet find(ExtensionContext context) {
		return context.getStore(NAMESPACE).get(KEY, LaunchedTappet.class);
	}

}
