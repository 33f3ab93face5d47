package dev.tappet.source.redis.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.tappet.source.redis.pubsub.Hearing.Open;
import org.jspecify.annotations.Nullable;

/**
 * What one trigger has heard and nobody is known to have finished, and by that what has
 * to be handed on after a leader. It knows no connection and no thread: it is told what
 * was heard, finished and told. Used under its owner's lock.
 *
 * @param <T> a message
 */
final class Holding<T> {

	/** How long a message is kept that no leader has told of: longer than a takeover. */
	static final Duration KEEP = Duration.ofSeconds(15);

	/** A leader goes on telling for so long how far it was in what it hears no more. */
	static final Duration TOLD = Duration.ofSeconds(20);

	/**
	 * The memory for messages that wait for nobody's failure.
	 */
	interface Room {

		/** Takes room, or says that there is none. */
		boolean take(long room);

		void free(long room);

	}

	/**
	 * Where a message is.
	 *
	 * @param hearing the hearing's id
	 * @param number its number there
	 */
	record Place(String hearing, long number) {
	}

	/**
	 * What is handed on.
	 *
	 * @param messages the messages in the order in which they were heard
	 * @param missing how many more there were, for which there was no room
	 */
	record Estate<T>(List<T> messages, long missing) {
	}

	private final int most;

	private final Room room;

	private final LongSupplier nanoTime;

	private final Supplier<String> ids;

	private final Map<String, Hearing<T>> hearings = new LinkedHashMap<>();

	private final Comparison comparison = new Comparison();

	private long order;

	private int held;

	/**
	 * Makes one that has heard nothing.
	 * @param most most messages that may wait
	 * @param room the memory that they may take
	 * @param nanoTime the time
	 * @param ids makes ids of hearings
	 */
	Holding(int most, Room room, LongSupplier nanoTime, Supplier<String> ids) {
		this.most = most;
		this.room = room;
		this.nanoTime = nanoTime;
		this.ids = ids;
	}

	/** A message was heard; it counts as finished unless it is held or passed. */
	Place hear(Stream stream, long print) {
		Hearing<T> hearing = current(stream);
		return new Place(hearing.id(), hearing.hear(print, this.nanoTime.getAsLong()));
	}

	private Hearing<T> current(Stream stream) {
		for (Hearing<T> hearing : this.hearings.values()) {
			if (hearing.goesOn(stream)) {
				return hearing;
			}
			if (hearing.stream().equals(stream.name())) {
				hearing.end(this.nanoTime.getAsLong());
			}
		}
		Hearing<T> fresh = new Hearing<>(this.ids.get(), stream);
		this.hearings.put(fresh.id(), fresh);
		return fresh;
	}

	/** What was heard is on its way through the handler. */
	void pass(Place place, T message) {
		put(place, message, 0, true);
	}

	/** What was heard waits for a leader's failure, in place of older ones if need be. */
	void hold(Place place, T message, long bytes) {
		expire(false);
		boolean room = this.held < this.most || evictOldest();
		while (room && !this.room.take(bytes)) {
			room = evictOldest();
		}
		if (room) {
			this.held++;
			put(place, message, bytes, false);
		}
		else {
			hearing(place).evict(place.number());
		}
	}

	private void put(Place place, T message, long bytes, boolean passed) {
		hearing(place).open()
			.put(place.number(), new Open<>(this.order++, this.nanoTime.getAsLong(), bytes, message, passed));
	}

	private Hearing<T> hearing(Place place) {
		return Objects.requireNonNull(this.hearings.get(place.hearing()));
	}

	private boolean evictOldest() {
		for (Hearing<T> hearing : this.hearings.values()) {
			for (Map.Entry<Long, Open<T>> each : hearing.open().entrySet()) {
				if (!each.getValue().passed()) {
					hearing.evict(each.getKey());
					remove(hearing, each.getKey());
					return true;
				}
			}
		}
		return false;
	}

	private void remove(Hearing<T> hearing, long number) {
		Open<T> removed = hearing.open().remove(number);
		if (removed != null) {
			if (!removed.passed()) {
				this.held--;
			}
			if (removed.room() > 0) {
				this.room.free(removed.room());
			}
		}
	}

	/** A message is done, or given up. */
	void finished(Place place) {
		Hearing<T> hearing = this.hearings.get(place.hearing());
		if (hearing != null) {
			remove(hearing, place.number());
		}
	}

	/** Whether a message is not finished, by anybody. */
	boolean isOpen(Place place) {
		return open(place) != null;
	}

	/** A message that was passed waits again. */
	void putBack(Place place, T message) {
		Open<T> open = open(place);
		if (open != null) {
			this.held += open.passed() ? 1 : 0;
			open.putBack(message);
		}
	}

	private @Nullable Open<T> open(Place place) {
		Hearing<T> hearing = this.hearings.get(place.hearing());
		return (hearing != null) ? hearing.open().get(place.number()) : null;
	}

	/** Nothing more is heard of what was subscribed to until now. */
	void interrupted() {
		this.hearings.values().forEach((hearing) -> hearing.end(this.nanoTime.getAsLong()));
	}

	/** How far this instance is. */
	Progress progress(String writer) {
		long now = this.nanoTime.getAsLong();
		forget(now);
		long oldest = now;
		List<Progress.Part> parts = new ArrayList<>();
		for (Hearing<T> hearing : this.hearings.values()) {
			parts.add(hearing.progress(now));
			for (Open<T> open : hearing.open().values()) {
				oldest = (open.heardAt() - oldest < 0) ? open.heardAt() : oldest;
			}
		}
		return new Progress(writer, Duration.ofNanos(now - oldest).toMillis(), parts);
	}

	/**
	 * Forgets what a leader has finished, and what is so old that a successor of that
	 * leader would have handed it on.
	 * @param told how far the leader is
	 * @param toldAt when it told that
	 */
	void sees(Progress told, long toldAt) {
		this.comparison.look(told, toldAt, this.hearings.values());
		for (Hearing<T> hearing : this.hearings.values()) {
			for (Map.Entry<Long, Open<T>> each : List.copyOf(hearing.open().entrySet())) {
				switch (this.comparison.told(hearing, each.getKey())) {
					case FINISHED -> remove(hearing, each.getKey());
					case OPEN -> each.getValue().want();
					case UNTOLD -> {
					}
				}
			}
		}
		expire(true);
		forget(this.nanoTime.getAsLong());
	}

	/**
	 * Passes on what the last leader has not finished.
	 * @param told how far that one was, as far as it is known
	 * @param toldAt when it told that
	 * @return what has to be handled now
	 */
	Estate<T> takeOver(Progress told, long toldAt) {
		expire(true);
		this.comparison.look(told, toldAt, this.hearings.values());
		List<Open<T>> found = new ArrayList<>();
		long missing = 0;
		for (Hearing<T> hearing : this.hearings.values()) {
			missing += this.comparison.countOpen(hearing, hearing.evicted());
			hearing.forgetEvicted();
			for (Map.Entry<Long, Open<T>> each : List.copyOf(hearing.open().entrySet())) {
				Open<T> open = each.getValue();
				if (this.comparison.isFinished(hearing, each.getKey(), open.heardAt())) {
					remove(hearing, each.getKey());
				}
				else if (!open.passed()) {
					open.pass();
					this.held--;
					found.add(open);
				}
			}
		}
		found.sort(Comparator.comparingLong(Open::order));
		return new Estate<>(found.stream().map(Open::message).toList(), missing);
	}

	/** Forgets what has waited for too long, looking at all or at the oldest only. */
	private void expire(boolean all) {
		long before = this.nanoTime.getAsLong() - KEEP.toNanos();
		for (Hearing<T> hearing : this.hearings.values()) {
			for (Map.Entry<Long, Open<T>> each : all ? List.copyOf(hearing.open().entrySet()) : first(hearing)) {
				Open<T> open = each.getValue();
				if (!open.passed() && !open.wanted() && open.heardAt() - before < 0) {
					remove(hearing, each.getKey());
				}
			}
		}
	}

	private static <T> List<Map.Entry<Long, Open<T>>> first(Hearing<T> hearing) {
		return hearing.open().isEmpty() ? List.of() : List.of(hearing.open().firstEntry());
	}

	private void forget(long now) {
		this.hearings.values().removeIf((hearing) -> hearing.isOver(now, TOLD.toNanos()));
	}

	/** Forgets everything. */
	void clear() {
		for (Hearing<T> hearing : List.copyOf(this.hearings.values())) {
			List.copyOf(hearing.open().keySet()).forEach((number) -> remove(hearing, number));
		}
		this.hearings.clear();
	}

}
