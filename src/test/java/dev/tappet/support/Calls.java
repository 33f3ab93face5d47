package dev.tappet.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.tappet.handler.TriggerContext;
import org.awaitility.Awaitility;

/**
 * The calls of handlers, in their order.
 */
public final class Calls {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final List<Call> calls = new ArrayList<>();

	/**
	 * A call of a handler.
	 *
	 * @param payload what it was called with
	 * @param context its second argument
	 */
	public record Call(Object payload, TriggerContext context) {

		/** The payloads of a batch, or the only one. */
		public List<String> payloads() {
			return (this.payload instanceof List<?> list) ? list.stream().map(Object::toString).toList()
					: List.of(this.payload.toString());
		}

	}

	/** The body of a handler that only takes note. */
	public void add(Object payload, TriggerContext context) {
		synchronized (this.calls) {
			this.calls.add(new Call(payload, context));
		}
	}

	public List<Call> all() {
		synchronized (this.calls) {
			return List.copyOf(this.calls);
		}
	}

	public int count() {
		synchronized (this.calls) {
			return this.calls.size();
		}
	}

	public List<String> payloads() {
		return all().stream().flatMap((call) -> call.payloads().stream()).toList();
	}

	public List<Integer> attempts() {
		return all().stream().map((call) -> call.context().attempt()).toList();
	}

	/** Waits until there were so many calls; that there are not more is for the test. */
	public void await(int calls) {
		await(calls, PATIENCE);
	}

	public void await(int calls, Duration patience) {
		Awaitility.await()
			.atMost(patience)
			.pollInterval(Duration.ofMillis(5))
			.until(this::count, (count) -> count >= calls);
	}

}
