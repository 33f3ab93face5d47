package dev.tappet.dispatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Takes what the log says of a delivery along to the threads of a reactive handler, where
 * Reactor restores thread-locals ({@code spring.reactor.context-propagation: auto}).
 * Found by name, as a service of Micrometer's context propagation.
 */
public final class LogContextAccessor implements ThreadLocalAccessor<Map<String, String>> {

	private static final List<String> KEYS = List.of(LogContext.TRIGGER, LogContext.MESSAGE, LogContext.ATTEMPT,
			LogContext.SOURCE);

	@Override
	public Object key() {
		return "tappet.log";
	}

	@Override
	public @Nullable Map<String, String> getValue() {
		LogContext.say();
		Map<String, String> values = new LinkedHashMap<>();
		for (String key : KEYS) {
			String value = MDC.get(key);
			if (value != null) {
				values.put(key, value);
			}
		}
		return values.isEmpty() ? null : values;
	}

	@Override
	public void setValue(Map<String, String> values) {
		values.forEach(MDC::put);
	}

	@Override
	public void setValue() {
		KEYS.forEach(MDC::remove);
	}

}
