package dev.tappet.source.redis;

import java.util.List;

import dev.tappet.source.Features;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What lists keep, however they deliver.
 *
 * @param <B> how they deliver
 */
abstract class ListConformance<B extends ListBroker> extends RedisConformance<B> {

	ListConformance(B broker, Features features) {
		super(broker, features);
	}

	@Override
	int connections() {
		return 1;
	}

	@Test
	void takesFromTheHead() {
		List<String> sent = send("m", 30);
		start(trigger("concurrency", 1), this.calls::add);
		this.calls.await(30);
		assertThat(this.calls.payloads()).containsExactlyElementsOf(sent);
	}

	@Test
	void takesFromTheTailWhereToldTo() {
		List<String> sent = send("m", 30);
		start(trigger("concurrency", 1, "redis-list.pop-from-beginning", false), this.calls::add);
		this.calls.await(30);
		assertThat(this.calls.payloads()).containsExactlyElementsOf(sent.reversed());
	}

	@Test
	void takesElementsThatAreEqualEachForItself() {
		start(trigger("retry.max-attempts", 2), (payload, context) -> {
			this.calls.add(payload, context);
			if (context.attempt() == 1) {
				throw new IllegalStateException("again");
			}
		});
		for (int i = 0; i < 50; i++) {
			send("same", 1);
		}
		this.calls.await(100);
		eventually().until(() -> unfinished() == 0);
		assertThat(this.calls.count()).isEqualTo(100);
	}

}
