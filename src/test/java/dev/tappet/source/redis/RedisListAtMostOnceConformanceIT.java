package dev.tappet.source.redis;

import java.util.List;

import dev.tappet.handler.RejectMessage;
import dev.tappet.runtime.TriggerState;
import dev.tappet.source.Feature;
import dev.tappet.source.Features;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisListAtMostOnceConformanceIT extends ListConformance<PoppedListBroker> {

	RedisListAtMostOnceConformanceIT(RedisKind kind) {
		super(new PoppedListBroker(kind),
				Features.of(Feature.WAITS, Feature.HANDS_BACK, Feature.TAKES_ATTEMPTS_BACK, Feature.SHORT_DELAYS,
						Feature.BACKLOG, Feature.ORDER, Feature.BATCHES, Feature.SEVERAL_QUEUES,
						Feature.DEAD_LETTER_ACCESS));
	}

	@Test
	void losesNothingWhileADeadLetterCannotBeWritten() {
		redis().commands().set(deadLetterKey(), "not a stream");
		List<String> sent = send("m", 500);
		TappetService service = startAnyway(service(trigger()).handler(TRIGGER, String.class, (payload, context) -> {
			if (payload.equals("m7")) {
				throw new RejectMessage("no");
			}
			this.calls.add(payload, context);
		}));
		eventually().until(() -> service.trigger(TRIGGER).state() == TriggerState.FAILING);
		redis().commands().del(deadLetterKey());
		this.calls.await(499);
		awaitDeadLetter();
		assertThat(this.calls.payloads()).hasSize(499).doesNotContain("m7").isSubsetOf(sent);
	}

}
