package dev.tappet.source.redis;

import java.util.Map;

import dev.tappet.handler.RejectMessage;
import dev.tappet.source.Features;
import dev.tappet.source.SourceConformance;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.lettuce.core.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What all sources of Redis keep, on every server that they are tried on.
 *
 * @param <B> the kind of source
 */
@ParameterizedClass(name = "{0}")
@EnumSource(RedisKind.class)
abstract class RedisConformance<B extends RedisBroker> extends SourceConformance<B> {

	RedisConformance(B broker, Features features) {
		super(broker, features);
	}

	final TestRedis redis() {
		return this.broker.redis();
	}

	final String deadLetterKey() {
		return this.broker.deadLetterKey(TRIGGER, QUEUE);
	}

	/** How many connections an instance has, whatever the number of its triggers. */
	abstract int connections();

	@Test
	void needsNoConnectionForFurtherTriggers() {
		TappetService.Builder builder = service();
		for (int i = 0; i < 20; i++) {
			builder.trigger("trigger-" + i, with(this.broker.reading("key-" + i)));
		}
		TappetService service = start(builder.handler(TRIGGER, String.class, this.calls::add));
		for (int i = 0; i < 20; i++) {
			send("key-" + i, "m", 5);
		}
		this.calls.await(100);
		assertThat(redis().connectionsOf(service.instance())).hasSize(connections());
	}

	@Test
	void writesTheOriginalAndWhatBecameOfItToADeadLetter() {
		start(trigger("retry.max-attempts", 1), (payload, context) -> {
			this.calls.add(payload, context);
			throw new RejectMessage("it has no customer");
		});
		send("m", 1);
		awaitDeadLetter();
		Map<String, String> fields = redis().commands().xrange(deadLetterKey(), Range.unbounded()).getFirst().getBody();
		assertThat(fields).containsEntry("payload", "m0")
			.containsEntry("tappet-trigger", TRIGGER)
			.containsEntry("tappet-source", QUEUE)
			.containsEntry("tappet-id", this.calls.all().getFirst().context().messageId())
			.containsEntry("tappet-attempts", "1")
			.containsEntry("tappet-reason", "rejected: it has no customer")
			.containsOnlyKeys("payload", "tappet-trigger", "tappet-source", "tappet-id", "tappet-attempts",
					"tappet-reason", "tappet-failed-at");
	}

}
