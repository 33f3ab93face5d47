package dev.tappet.source.redis.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What was heard here beside what a leader has told: which messages that one has
 * finished. Times are those of {@link System#nanoTime()}.
 */
final class Comparison {

	/** By how much two instances may differ in when they hear a message. */
	static final long SLACK = Duration.ofMillis(500).toNanos();

	/** What a leader has made of a message. */
	enum Fate {

		/** It has finished it. */
		FINISHED,

		/** It has told that it has not finished it. */
		OPEN,

		/** It has told of others, and not of this one. */
		UNTOLD

	}

	private record Aligned(Progress.Part part, long offset) {

		/** How many messages it has not finished, by their numbers here. */
		long open(long first, long last) {
			return this.part.countOpen(Math.max(1, first + this.offset),
					Math.min(this.part.heard(), last + this.offset));
		}

	}

	/** By the hearing here, then by that of the leader. */
	private final Map<String, Map<String, Alignment>> alignments = new HashMap<>();

	private final Map<String, List<Aligned>> aligned = new HashMap<>();

	private Progress told = Progress.NONE;

	private long toldAt;

	/**
	 * Looks at what was told last.
	 * @param progress how far the leader is
	 * @param at when it told that
	 * @param hearings what was heard here
	 */
	void look(Progress progress, long at, Collection<? extends Hearing<?>> hearings) {
		this.told = progress;
		this.toldAt = at;
		this.aligned.clear();
		if (progress.isNone()) {
			return;
		}
		Map<String, Map<String, Alignment>> before = new HashMap<>(this.alignments);
		this.alignments.clear();
		for (Hearing<?> hearing : hearings) {
			look(hearing, before.getOrDefault(hearing.id(), Map.of()));
		}
	}

	private void look(Hearing<?> hearing, Map<String, Alignment> before) {
		Map<String, Alignment> after = new HashMap<>();
		List<Aligned> found = new ArrayList<>();
		for (Progress.Part part : parts(hearing)) {
			Alignment alignment = before.getOrDefault(part.hearing(), new Alignment());
			OptionalLong offset = alignment.see(part, hearing, ago(part.quiet()));
			offset.ifPresent((value) -> found.add(new Aligned(part, value)));
			after.put(part.hearing(), alignment);
		}
		this.alignments.put(hearing.id(), after);
		this.aligned.put(hearing.id(), found);
	}

	/**
	 * Where the leader has nothing of that name, the others: on each node of a cluster
	 * the same may be heard.
	 */
	private List<Progress.Part> parts(Hearing<?> hearing) {
		List<Progress.Part> same = this.told.parts()
			.stream()
			.filter((part) -> part.stream().equals(hearing.stream()))
			.toList();
		return same.isEmpty() ? this.told.parts() : same;
	}

	/**
	 * What the leader has told of a message.
	 * @param hearing where it was heard
	 * @param number its number there
	 * @return what became of it, where that is certain
	 */
	Fate told(Hearing<?> hearing, long number) {
		for (Aligned each : this.aligned.getOrDefault(hearing.id(), List.of())) {
			long theirs = number + each.offset();
			if (each.part().hasHeard(theirs)) {
				return each.part().fate(theirs);
			}
		}
		return Fate.UNTOLD;
	}

	/**
	 * Whether the leader has finished a message as far as one can tell. What cannot be
	 * found in what it told is judged by the time.
	 * @param hearing where it was heard
	 * @param number its number there
	 * @param heardAt when it was heard
	 * @return whether it need not be handed on
	 */
	boolean isFinished(Hearing<?> hearing, long number, long heardAt) {
		if (this.told.isNone()) {
			return false;
		}
		if (this.aligned.getOrDefault(hearing.id(), List.of()).isEmpty()) {
			return isFinished(hearing, heardAt);
		}
		return told(hearing, number) == Fate.FINISHED;
	}

	/** Whether the leader must have heard and finished what was heard here at a time. */
	private boolean isFinished(Hearing<?> hearing, long heardAt) {
		boolean old = heardAt - ago(this.told.oldest()) + SLACK < 0;
		return old && parts(hearing).stream()
			.anyMatch((part) -> heardAt - ago(part.began()) + SLACK >= 0 && heardAt - ago(part.quiet()) - SLACK <= 0);
	}

	private long ago(long millis) {
		return this.toldAt - Duration.ofMillis(millis).toNanos();
	}

	/** How many up to a number the leader has not finished, where that is known. */
	long countOpen(Hearing<?> hearing, long last) {
		List<Aligned> all = this.aligned.getOrDefault(hearing.id(), List.of());
		if (all.isEmpty()) {
			return this.told.isNone() ? last : 0;
		}
		long open = all.stream().mapToLong((each) -> each.open(1, last)).sum();
		long heard = all.stream().mapToLong((each) -> each.part().heard() - each.offset()).max().orElse(0);
		return open + Math.max(0, last - Math.max(0, heard));
	}

}
