package dev.tappet.runtime;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether the triggers are only to be looked at: {@code --tappet.check}, with no value or
 * with any but {@code false}.
 */
public final class CheckMode {

	private static final String PROPERTY = "tappet.check";

	private CheckMode() {
	}

	/** Whether this process only checks. */
	public static boolean isOn(Environment environment) {
		String value = environment.getProperty(PROPERTY);
		return value != null && !value.equalsIgnoreCase("false");
	}

	/** Matches where the triggers are only looked at. */
	public static final class On implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return isOn(context.getEnvironment());
		}

	}

	/** Matches where the triggers run. */
	public static final class Off implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return !isOn(context.getEnvironment());
		}

	}

}
