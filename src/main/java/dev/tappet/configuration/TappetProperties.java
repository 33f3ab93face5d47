package dev.tappet.configuration;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.tappet.source.Range;
import dev.tappet.trigger.Ordering;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The keys under {@code tappet} that belong to no broker. Nothing is bound to the whole,
 * since each trigger and each connection is bound for itself.
 *
 * @param instanceId Name of this process among the instances that share a broker, also
 * the consumer name in every stream group. By default the host's name and a random
 * suffix.
 * @param readBuffer Memory that messages of all triggers together may take from their
 * read until they are settled, so that large messages and high counts do not exceed the
 * heap. By default a quarter of the heap.
 * @param showErrors Whether endpoints show the messages of the exceptions that handlers
 * threw, which may quote what was handled. By default their class alone.
 * @param stalledAfter How long messages may wait while an instance that has room is given
 * none before its trigger counts as stalled and is DOWN. 0 never looks.
 * @param traceProperty Property of JSON messages that holds the W3C trace context where
 * the source has no headers: the text of a traceparent, or an object with traceparent,
 * tracestate and baggage.
 * @param check Only look whether the triggers would run, print what was found and what is
 * missing, and exit.
 * @param connections Named connections, each with the keys of its broker.
 * @param defaults Values of trigger-level keys for all triggers that do not set their
 * own.
 * @param handlers Where handlers are found.
 * @param deadLetters What the endpoint of the dead letters shows.
 * @param console The page for people.
 * @param triggers The triggers by name. A name holds lower-case letters, digits and
 * dashes.
 */
@ConfigurationProperties("tappet")
record TappetProperties(@Nullable String instanceId, @Nullable DataSize readBuffer,
		@DefaultValue("false") boolean showErrors,
		@DefaultValue("2m") @Range(min = "0ms", max = "365d") Duration stalledAfter, @Nullable String traceProperty,
		@DefaultValue("false") boolean check, Map<String, Object> connections, @DefaultValue TriggerKeys defaults,
		@DefaultValue Handlers handlers, @DefaultValue DeadLetters deadLetters, @DefaultValue Console console,
		Map<String, Object> triggers) {

	/**
	 * The keys of every trigger, whatever its source, which it may leave to
	 * {@code tappet.defaults}.
	 *
	 * @param handler Bean name of the handler of triggers that name none. By default the
	 * bean named like the trigger.
	 * @param connection Name of the connection under tappet.connections; default is the
	 * one that the broker has without, such as spring.data.redis.
	 * @param enabled Whether the trigger runs.
	 * @param concurrency Most messages of one trigger in handlers at once, in one
	 * instance.
	 * @param ordering Whether a failing message holds up those behind it.
	 * @param timeout How long a handler may run before it is interrupted and counts as
	 * failed.
	 * @param messagesPerWorker Backlog that one worker should carry; feeds the scaling
	 * hints.
	 * @param retry When a failed message is tried again.
	 */
	record TriggerKeys(@Nullable String handler, @DefaultValue("default") String connection,
			@DefaultValue("true") boolean enabled, @DefaultValue("16") @Range(min = "1", max = "10000") int concurrency,
			@DefaultValue("none") Ordering ordering,
			@DefaultValue("5m") @Range(min = "1ms", max = "365d") Duration timeout,
			@DefaultValue("100") @Range(min = "1") int messagesPerWorker, @DefaultValue Retry retry) {
	}

	/**
	 * The {@code retry} block.
	 *
	 * @param maxAttempts Most attempts at a message, the first included.
	 * @param initialDelay Wait before the second attempt.
	 * @param multiplier Growth of the wait from attempt to attempt.
	 * @param maxDelay Longest wait between two attempts. An initial-delay above the
	 * default raises it.
	 * @param jitter Share of the wait, from 0 to 1, that is drawn by chance so that
	 * failures do not return in step.
	 */
	record Retry(@DefaultValue("5") @Range(min = "1") int maxAttempts,
			@DefaultValue("1s") @Range(min = "0ms", max = "365d") Duration initialDelay,
			@DefaultValue("2") @Range(min = "1", max = "1000") double multiplier,
			@DefaultValue("1m") @Range(min = "0ms", max = "365d") Duration maxDelay,
			@DefaultValue("0.2") @Range(min = "0", max = "1") double jitter) {
	}

	/**
	 * Where handlers are found.
	 *
	 * @param packages Packages that are scanned for handler components.
	 */
	record Handlers(@DefaultValue List<String> packages) {
	}

	/**
	 * What the endpoint of the dead letters shows.
	 *
	 * @param showPayloads Whether it shows what the messages hold, beside why they were
	 * given up.
	 */
	record DeadLetters(@DefaultValue("true") boolean showPayloads) {
	}

	/**
	 * The page for people.
	 *
	 * @param enabled Whether the console is served at /console, beside the endpoints. It
	 * shows and does what the endpoints that are exposed show and allow.
	 */
	record Console(@DefaultValue("false") boolean enabled) {
	}

}
