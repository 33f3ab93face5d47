package dev.tappet.operate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Edit;
import dev.tappet.source.Message;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters in memory, newest first, which note how they are asked for.
 */
final class HeldLetters implements DeadLetters {

	final List<DeadLetter> letters = new ArrayList<>();

	final List<Integer> pieces = new ArrayList<>();

	final List<String> replayed = new ArrayList<>();

	final List<Edit> edits = new ArrayList<>();

	@Nullable RuntimeException failure;

	/** Fails from this piece on. */
	int failsAt = Integer.MAX_VALUE;

	/** Another one, older than all others. */
	HeldLetters add(String id, String reason, Instant failedAt, byte[] body) {
		this.letters.add(new DeadLetter(id, "orders", 5, reason, failedAt, new Body("m" + id, body)));
		return this;
	}

	HeldLetters add(String id, Message original) {
		this.letters.add(new DeadLetter(id, "orders", 5, "broken", Instant.EPOCH, original));
		return this;
	}

	@Override
	public CompletionStage<Long> count() {
		return answer((long) this.letters.size());
	}

	@Override
	public CompletionStage<List<DeadLetter>> list(int most, @Nullable String before) {
		if (before != null && !before.matches("\\d+")) {
			return CompletableFuture.failedFuture(new IllegalArgumentException("'" + before + "' is no id"));
		}
		return answer(this.letters.stream()
			.filter((letter) -> before == null || Integer.parseInt(letter.id()) < Integer.parseInt(before))
			.limit(most)
			.toList());
	}

	@Override
	public CompletionStage<Integer> replay(Collection<String> ids) {
		this.replayed.addAll(ids);
		return delete(ids);
	}

	@Override
	public CompletionStage<Integer> replay(String id, Edit edit) {
		for (DeadLetter letter : List.copyOf(this.letters)) {
			if (letter.id().equals(id)) {
				edit.check(letter.original());
				this.edits.add(edit);
				return delete(List.of(id));
			}
		}
		return answer(0);
	}

	@Override
	public CompletionStage<Integer> delete(Collection<String> ids) {
		if (this.pieces.size() == this.failsAt) {
			return CompletableFuture.failedFuture(new IllegalStateException("no Redis"));
		}
		this.pieces.add(ids.size());
		int before = this.letters.size();
		this.letters.removeIf((letter) -> ids.contains(letter.id()));
		return answer(before - this.letters.size());
	}

	private <T> CompletionStage<T> answer(T answer) {
		return (this.failure != null) ? CompletableFuture.failedFuture(this.failure)
				: CompletableFuture.completedFuture(answer);
	}

	/** The trigger whose dead letters these are. */
	TestTrigger trigger(String name) {
		return new TestTrigger(TestTrigger.stream(name, name).definition()) {

			@Override
			public DeadLetters deadLetters() {
				return HeldLetters.this;
			}

		};
	}

	/** A message with one body. */
	@SuppressWarnings("ArrayRecordComponent")
	record Body(String id, byte[] body) implements Message.Body {
	}

	/** A message with fields. */
	@SuppressWarnings("ArrayRecordComponent")
	record Fields(String id, byte[][] fields) implements Message.Fields {
	}

}
