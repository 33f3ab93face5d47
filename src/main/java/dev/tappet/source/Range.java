package dev.tappet.source;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values that a key may have, both ends included. It stands on the component of the
 * record that the key binds to, beside the key's type and default, and is checked where
 * the key is read. The ends are written as in the configuration: {@code 10000},
 * {@code 0.5}, {@code 1h}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.PARAMETER, ElementType.FIELD })
public @interface Range {

	/**
	 * The least.
	 * @return a number or a duration
	 */
	String min();

	/**
	 * The most.
	 * @return a number or a duration, or nothing where there is no limit
	 */
	String max() default "";

}
