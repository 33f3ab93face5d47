package dev.tappet.operate;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.source.Backlog;
import org.jspecify.annotations.Nullable;

/**
 * The figures of triggers that brokers have to be asked for. A disabled trigger has a
 * backlog where that costs next to nothing, so that what piles up is seen. Whoever wants
 * them waits for a bounded time, whatever a broker does.
 */
class Figures {

	private final Map<String, CachedFigure<Backlog>> backlogs = new LinkedHashMap<>();

	private final Map<String, CachedFigure<Duration>> ages = new LinkedHashMap<>();

	private final Map<String, CachedFigure<Long>> deadLetters = new LinkedHashMap<>();

	private final WorkerLimitLog limits = new WorkerLimitLog();

	Figures(TriggerRegistry registry, Clock clock) {
		for (Trigger trigger : registry.triggers()) {
			String name = trigger.definition().name();
			if (trigger.countsBacklog()) {
				this.backlogs.put(name, new CachedFigure<>(() -> backlogOf(trigger), clock));
				this.ages.put(name, new CachedFigure<>(() -> ageOf(trigger), clock));
			}
			if (trigger.definition().enabled()) {
				this.deadLetters.put(name, new CachedFigure<>(() -> trigger.deadLetters().count(), clock));
			}
		}
	}

	/**
	 * What is to be done for a trigger.
	 * @param trigger its name
	 * @return the figure, or {@code null} where the trigger has none
	 */
	@Nullable CachedFigure<Backlog> backlog(String trigger) {
		return this.backlogs.get(trigger);
	}

	/**
	 * How old the oldest is of what is to be done for a trigger.
	 * @param trigger its name
	 * @return the figure, or {@code null} where the trigger has no backlog
	 */
	@Nullable CachedFigure<Duration> backlogAge(String trigger) {
		return this.ages.get(trigger);
	}

	/**
	 * The dead letters of a trigger.
	 * @param trigger its name
	 * @return the figure, or {@code null} where the trigger has none
	 */
	@Nullable CachedFigure<Long> deadLetters(String trigger) {
		return this.deadLetters.get(trigger);
	}

	/**
	 * Asks for everything that is not fresh, all at once.
	 * @param patience how long to wait for all answers together
	 */
	void refresh(Duration patience) {
		await(Stream.of(this.backlogs.values(), this.ages.values(), this.deadLetters.values())
			.flatMap(Collection::stream)
			.map(CachedFigure::refresh), patience);
	}

	/**
	 * Asks for some figures, where they are not fresh.
	 * @param figures the figures
	 * @param patience how long to wait for all answers together
	 */
	static void refresh(Collection<? extends CachedFigure<?>> figures, Duration patience) {
		await(figures.stream().map(CachedFigure::refresh), patience);
	}

	private CompletionStage<Backlog> backlogOf(Trigger trigger) {
		return trigger.backlog().thenApply((backlog) -> {
			Backlog known = Objects.requireNonNull(backlog, "the source has no backlog");
			this.limits.look(trigger.definition(), known, trigger.workerLimit());
			return known;
		});
	}

	private static CompletionStage<Duration> ageOf(Trigger trigger) {
		return trigger.backlogAge()
			.thenApply((age) -> Objects.requireNonNull(age, "the source cannot tell the age of its backlog"));
	}

	private static void await(Stream<? extends CompletableFuture<?>> answers, Duration patience) {
		CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
			.join();
	}

}
