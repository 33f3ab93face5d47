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
import dev.tappet.source.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A ledger whose steps a test answers by hand.
 */
public class HandAnsweredLedger implements Ledger {

	/** A read that waits for its answer. */
	public record Read(boolean due, int most, Allowance allowance, CompletableFuture<ReadResult> reply) {

		/** There is a message that needs so many bytes. */
		public void leave(long bytes) {
			this.allowance.left(bytes);
		}

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

	public boolean keeps = true;

	/** What a read fails with before it is sent, or null. */
	public @Nullable Error refusing;

	Step step(int number) {
		return this.steps.get(number);
	}

	/** The verdicts of a step. */
	public List<Verdict> verdicts(int step) {
		return step(step).settlements().stream().map((settlement) -> settlement.verdict).toList();
	}

	/** Confirms a step. */
	public void confirmStep(int step) {
		step(step).confirm();
	}

	/** Lets a step fail as a whole. */
	public void failStep(int step, Throwable failure) {
		step(step).fail(0, failure);
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
	public CompletionStage<ReadResult> takeNew(Allowance allowance) {
		return read(false, allowance);
	}

	@Override
	public CompletionStage<ReadResult> takeDue(Allowance allowance) {
		return read(true, allowance);
	}

	private CompletionStage<ReadResult> read(boolean due, Allowance allowance) {
		if (this.refusing != null) {
			throw this.refusing;
		}
		Read read = new Read(due, allowance.most(), allowance, new CompletableFuture<>());
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
