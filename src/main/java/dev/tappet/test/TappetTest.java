package dev.tappet.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts the service without its web server on an embedded Redis before the first test of
 * a JUnit class, and ends both after the last one. A parameter of the type
 * {@link RunningTappet} sends messages and waits for what becomes of them. Needs
 * {@code org.signal:embedded-redis} on the class path of the tests.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(TappetExtension.class)
public @interface TappetTest {

	/**
	 * The triggers in YAML, as they stand under {@code tappet.triggers}. Then no
	 * configuration file is read. Without it the configuration is that of the service in
	 * the working directory, {@code config/application.yml} for one.
	 * @return the YAML, such as a text block
	 */
	String triggers() default "";

	/**
	 * Handlers, and classes that have {@code @Bean} methods for some or for what handlers
	 * need.
	 * @return the classes
	 */
	Class<?>[] handlers() default {};

	/**
	 * Settings that override all others. The default connection is the Redis of the test,
	 * whatever they say.
	 * @return each as {@code key=value}
	 */
	String[] properties() default {};

	/**
	 * How long {@link RunningTappet} waits for something, in seconds, before the test has
	 * failed.
	 * @return the seconds
	 */
	int patience() default 30;

}
