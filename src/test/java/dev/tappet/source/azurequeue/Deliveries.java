package dev.tappet.source.azurequeue;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.tappet.handler.TriggerContext;
import dev.tappet.support.Calls;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What handlers took and when, held against what was sent.
 */
final class Deliveries {

	private final Calls calls = new Calls();

	private final List<Long> times = new CopyOnWriteArrayList<>(List.of(System.nanoTime()));

	/** The body of a handler that takes a message. */
	void add(Object payload, TriggerContext context) {
		this.times.add(System.nanoTime());
		this.calls.add(payload, context);
	}

	List<Calls.Call> all() {
		return this.calls.all();
	}

	List<String> payloads() {
		return this.calls.payloads();
	}

	List<Integer> attempts() {
		return this.calls.attempts();
	}

	void await(int messages) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.pollInterval(Duration.ofMillis(10))
			.until(() -> Set.copyOf(payloads()).size() >= messages);
	}

	/** How often something was handled that had been handled before. */
	int doubled() {
		return payloads().size() - new HashSet<>(payloads()).size();
	}

	/** Tells how it went in a line, and that all was handled. */
	void report(String what, Collection<String> sent) {
		Set<String> lost = new HashSet<>(sent);
		payloads().forEach(lost::remove);
		long longest = 0;
		for (int i = 1; i < this.times.size(); i++) {
			longest = Math.max(longest, this.times.get(i) - this.times.get(i - 1));
		}
		System.out.printf("Azure queue, %s: sent %d, handled %d, doubled %d, lost %d, nothing began for %d ms%n", what,
				sent.size(), new HashSet<>(payloads()).size(), doubled(), lost.size(),
				Duration.ofNanos(longest).toMillis());
		assertThat(lost).isEmpty();
	}

	/** Likewise, and that nothing was handled twice. */
	void reportOnce(String what, Collection<String> sent) {
		report(what, sent);
		assertThat(payloads()).containsExactlyInAnyOrderElementsOf(sent);
	}

}
