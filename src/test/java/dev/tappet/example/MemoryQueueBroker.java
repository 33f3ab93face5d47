package dev.tappet.example;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.tappet.source.Broker;
import dev.tappet.source.DeadLetter;
import dev.tappet.support.TappetService;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Queues in memory, as the conformance suite uses them.
 */
final class MemoryQueueBroker implements Broker {

	private final MemoryQueues queues = new MemoryQueues();

	@Override
	public void connect(TappetService.Builder service) {
		service.bean("memoryQueues", ResolvableType.forClass(MemoryQueues.class), this.queues);
	}

	@Override
	public Map<String, Object> reading(String... queues) {
		return Map.of("memory-queue.queue-name", queues[0]);
	}

	@Override
	public Map<String, Object> readingAtMost(int count) {
		return Map.of("memory-queue.count", count);
	}

	@Override
	public void send(String queue, List<byte[]> payloads) {
		payloads.forEach(this.queues.get(queue)::send);
	}

	@Override
	public long unfinished(String trigger, String queue) {
		return this.queues.get(queue).backlog().total();
	}

	@Override
	public List<Letter> deadLetters(String trigger, String queue) {
		return this.queues.get(queue)
			.deadLetters(Integer.MAX_VALUE, null)
			.reversed()
			.stream()
			.map((letter) -> letter(trigger, letter))
			.toList();
	}

	private static Letter letter(String trigger, DeadLetter letter) {
		MemoryMessage original = (MemoryMessage) letter.original();
		return new Letter(trigger, letter.source(), original.id(), letter.attempts(), letter.reason(),
				Objects.requireNonNull(letter.failedAt()), original.body());
	}

	@Override
	public void assertSettled() {
		// A queue keeps nothing but messages.
	}

	@Override
	public void assertNothingLeft(String instance) {
		assertThat(this.queues.all()).allMatch((queue) -> queue.watchers() == 0);
	}

	@Override
	public void clear() {
		this.queues.all().forEach(MemoryQueue::clear);
	}

	@Override
	public void breakIt() {
		this.queues.setAway(true);
	}

	@Override
	public void mend() {
		this.queues.setAway(false);
	}

	@Override
	public void close() {
		// There is nothing to close.
	}

}
