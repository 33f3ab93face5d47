package dev.tappet.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.tappet.bench.MeasuredService.TriggerSettings;

/**
 * The candidates that read Azure's queues, of a service that takes 5 ms to answer.
 */
final class Queues {

	static final String GROUP = "queues, answers after 5 ms";

	static final String TAPPET = "Tappet, byte[]";

	static final String SDK = "asynchronous client, 4 x 32 under way";

	static final long EACH = 5;

	static final int[] CONCURRENCIES = { 16, 64 };

	private static final int UNDER_WAY = 128;

	/** The service itself takes its time. */
	private static final int MOST = 40_000;

	private static final String QUEUE = "bench-queue";

	private static final String LOOP = "bench-loop";

	private final Bench bench;

	private final BenchAzure azure;

	private Queues(Bench bench, BenchAzure azure) {
		this.bench = bench;
		this.azure = azure;
	}

	static String waiting(int concurrency) {
		return "Tappet queue, " + concurrency + " at once";
	}

	static void run(Bench bench) {
		try (BenchAzure azure = BenchAzure.start()) {
			Queues queues = new Queues(bench, azure);
			queues.rates();
			queues.waiting();
		}
	}

	private Feed feed(String queue) {
		return new QueueFeed(this.azure, queue, this.bench.settings().payload());
	}

	private void rates() {
		Handled handled = new Handled();
		Feed ours = feed(QUEUE);
		Feed other = feed(LOOP);
		try (MeasuredService service = this.azure.service(this.bench, handled,
				List.of(TriggerSettings.queue(QUEUE, QUEUE, UNDER_WAY)))) {
			this.bench.run(this.azure, handled,
					List.of(new Entry(GROUP, TAPPET, ours, new TopicTrigger(service, QUEUE, handled), MOST, SDK),
							new Entry(GROUP, SDK, other, new QueueLoop(this.azure, LOOP, handled), MOST, null)));
		}
	}

	private void waiting() {
		Sleeping handled = new Sleeping();
		handled.each(EACH);
		List<TriggerSettings> triggers = new ArrayList<>();
		Arrays.stream(CONCURRENCIES).mapToObj((each) -> "queue-" + each).forEach(this::feed);
		for (int concurrency : CONCURRENCIES) {
			triggers.add(TriggerSettings.queue("queue-" + concurrency, "queue-" + concurrency, concurrency));
		}
		Waiting waiting = new Waiting(this.bench, this.azure, handled);
		try (MeasuredService service = this.azure.service(this.bench, handled, triggers)) {
			for (int concurrency : CONCURRENCIES) {
				String name = "queue-" + concurrency;
				waiting.measure(new Entry(Waiting.TABLE, Waiting.name(waiting(concurrency), EACH), feed(name),
						new TopicTrigger(service, name, handled), Entry.FAST, null), EACH, concurrency);
			}
		}
	}

}
