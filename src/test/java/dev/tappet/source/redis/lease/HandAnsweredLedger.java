package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import org.jspecify.annotations.Nullable;

/**
 * A ledger whose steps a test answers by hand.
 */
public class HandAnsweredLedger implements Ledger {

	/** A read that waits for its answer. */
	public record Read(boolean due, int most, CompletableFuture<ReadResult> reply) {
	}

	/** A step that waits for its answer. */
	record Step(List<Settlement> settlements, CompletableFuture<Void> reply) {

		/** Confirms all of it. */
		void confirm() {
			confirmFirst(this.settlements.size());
			this.reply.complete(null);
		}

		/** Confirms some, and fails because of the others. */
		void fail(int confirmed, Throwable failure) {
			confirmFirst(confirmed);
			this.reply.completeExceptionally(failure);
		}

		private void confirmFirst(int messages) {
			this.settlements.subList(0, messages).forEach(Settlement::confirm);
		}

		List<Integer> positions() {
			return this.settlements.stream().map((settlement) -> settlement.position).toList();
		}

		List<Boolean> repeated() {
			return this.settlements.stream().map((settlement) -> settlement.repeated).toList();
		}

	}

	public final List<Read> reads = new ArrayList<>();

	final List<Step> steps = new ArrayList<>();

	public String token = "token";

	boolean keeps = true;

	/** What a read fails with before it is sent, or null. */
	public @Nullable Error refusing;

	Step step(int number) {
		return this.steps.get(number);
	}

	@Override
	public CompletionStage<?> settle(List<Settlement> settlements) {
		Step step = new Step(settlements, new CompletableFuture<>());
		this.steps.add(step);
		return step.reply();
	}

	@Override
	public CompletionStage<Page> takeOver(Missing worker) {
		throw new UnsupportedOperationException();
	}

	@Override
	public KeyNames names() {
		return KeyNames.of("key", "group", false);
	}

	@Override
	public String token() {
		return this.token;
	}

	@Override
	public boolean keeps() {
		return this.keeps;
	}

	@Override
	public void renewToken() {
		this.token += "+";
	}

	@Override
	public CompletionStage<Boolean> prepare() {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<ReadResult> takeNew(int most) {
		return read(false, most);
	}

	@Override
	public CompletionStage<ReadResult> takeDue(int most) {
		return read(true, most);
	}

	private CompletionStage<ReadResult> read(boolean due, int most) {
		if (this.refusing != null) {
			throw this.refusing;
		}
		Read read = new Read(due, most, new CompletableFuture<>());
		this.reads.add(read);
		return read.reply();
	}

	@Override
	public CompletionStage<Pulse> pulse(boolean holding) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Void> rest() {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Optional<Look>> look(Look.Kind kind) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Page> reclaim(Supplier<? extends Collection<OpenBatch>> known) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<?> leave() {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Backlog> backlog() {
		throw new UnsupportedOperationException();
	}

	@Override
	public DeadLetters deadLetters() {
		throw new UnsupportedOperationException();
	}

}
