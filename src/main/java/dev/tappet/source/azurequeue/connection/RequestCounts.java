package dev.tappet.source.azurequeue.connection;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * How many requests each trigger has sent, since each of them is billed. Whoever shows
 * them is told of a trigger when it is first counted for.
 */
public final class RequestCounts {

	private final Map<String, OfTrigger> triggers = new ConcurrentHashMap<>();

	private final List<Consumer<OfTrigger>> watchers = new CopyOnWriteArrayList<>();

	/**
	 * The counts of one trigger.
	 */
	public static final class OfTrigger {

		private final String trigger;

		private final LongAdder[] counts = new LongAdder[AzureOperation.values().length];

		private OfTrigger(String trigger) {
			this.trigger = trigger;
			Arrays.setAll(this.counts, (operation) -> new LongAdder());
		}

		/**
		 * Whose they are.
		 * @return the trigger's name
		 */
		public String trigger() {
			return this.trigger;
		}

		void add(AzureOperation operation) {
			this.counts[operation.ordinal()].increment();
		}

		/**
		 * How many there were.
		 * @param operation of which kind
		 * @return the number
		 */
		public double count(AzureOperation operation) {
			return this.counts[operation.ordinal()].sum();
		}

	}

	/**
	 * The counts of a trigger, which begin with the first call.
	 * @param trigger its name
	 * @return its counts
	 */
	public synchronized OfTrigger of(String trigger) {
		OfTrigger known = this.triggers.get(trigger);
		if (known != null) {
			return known;
		}
		OfTrigger counts = new OfTrigger(trigger);
		this.triggers.put(trigger, counts);
		this.watchers.forEach((watcher) -> watcher.accept(counts));
		return counts;
	}

	/**
	 * Has somebody told of each trigger, those included that there are.
	 * @param watcher told of each once
	 */
	public synchronized void watch(Consumer<OfTrigger> watcher) {
		this.watchers.add(watcher);
		this.triggers.values().forEach(watcher);
	}

}
