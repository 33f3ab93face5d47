package dev.tappet.source.redis;

import java.util.List;
import java.util.Map;

import dev.tappet.handler.RejectMessage;
import dev.tappet.runtime.TriggerState;
import dev.tappet.source.Features;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisListAtMostOnceConformanceIT extends ListConformance {

	RedisListAtMostOnceConformanceIT(RedisKind kind) {
		super(kind);
	}

	@Override
	protected Features features() {
		return new Features(false, true, true, true, false, true, true);
	}

	@Override
	protected Map<String, Object> source(String... keys) {
		Map<String, Object> settings = keys("redis-list.key", keys);
		settings.put("redis-list.delivery", "at-most-once");
		return settings;
	}

	@Override
	protected long unfinished(String key) {
		return redis().commands().llen(key);
	}

	@Test
	void losesNothingWhileADeadLetterCannotBeWritten() {
		redis().commands().set(poison(KEY), "not a stream");
		List<String> sent = send(KEY, "m", 500);
		TappetService service = startAnyway(service(trigger()).handler(TRIGGER, String.class, (payload, context) -> {
			if (payload.equals("m7")) {
				throw new RejectMessage("no");
			}
			this.calls.add(payload, context);
		}));
		eventually().until(() -> service.trigger(TRIGGER).state() == TriggerState.FAILING);
		redis().commands().del(poison(KEY));
		this.calls.await(499);
		eventually().until(() -> deadLetters().size() == 1);
		assertThat(this.calls.payloads()).hasSize(499).doesNotContain("m7").isSubsetOf(sent);
	}

}
