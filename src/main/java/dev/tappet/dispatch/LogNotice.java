package dev.tappet.dispatch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Has Logback tell a {@link LogContext} when something may be logged. It is asked before
 * the level of a logger is, and leaves that to decide.
 */
final class LogNotice extends TurboFilter {

	private static final LogNotice NOTICE = new LogNotice();

	private LogNotice() {
		setName("tappet");
	}

	/** Anew, since Logback forgets it when it is set up anew. */
	static void install() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback
				&& !logback.getTurboFilterList().contains(NOTICE)) {
			logback.addTurboFilter(NOTICE);
		}
	}

	@Override
	public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
			Object @Nullable [] parameters, @Nullable Throwable thrown) {
		LogContext.say();
		return FilterReply.NEUTRAL;
	}

}
