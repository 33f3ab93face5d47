package dev.tappet.bench;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.StandardEnvironment;

/**
 * Logs warnings only, also before an application has set the logging up.
 */
final class Quiet {

	private Quiet() {
	}

	static void logging() {
		LoggingSystem logging = LoggingSystem.get(Quiet.class.getClassLoader());
		logging.beforeInitialize();
		logging.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
		logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
		// As in the service: its transport warns at every request.
		logging.setLogLevel("com.azure", LogLevel.ERROR);
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
	}

}
