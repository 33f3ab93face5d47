package dev.tappet.source.redis.connection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks about many keys in few commands: a question waits a little for those that come
 * with it, and for the command that is under way, and the next one has them all. Each is
 * answered for itself, also where the server refuses to answer for another.
 */
final class Together {

	/** A server does nothing else meanwhile, so a command has no more questions. */
	static final int MOST = 32;

	private static final long PATIENCE = 10;

	/**
	 * A question about a key, and whoever waits for its answer.
	 *
	 * @param question the question
	 * @param answer its answer
	 */
	private record Asked(Question question, CompletableFuture<Object> answer) {
	}

	private final Function<List<Question>, CompletionStage<List<Object>>> all;

	private final Function<Question, CompletionStage<Object>> one;

	private final Queue<Asked> waiting = new ArrayDeque<>();

	private final Executor soon;

	/** Whether a command is under way, or about to be. */
	private boolean underWay;

	/**
	 * Asks nothing yet.
	 * @param all asks several questions in one command, which answers each of them in
	 * turn: with a text where it cannot be answered
	 * @param one asks one question
	 * @param soon runs what it is given a little later, when others may have asked too
	 */
	Together(Function<List<Question>, CompletionStage<List<Object>>> all,
			Function<Question, CompletionStage<Object>> one, Executor soon) {
		this.all = all;
		this.one = one;
		this.soon = soon;
	}

	CompletionStage<Object> ask(Question question) {
		Asked asked = new Asked(question, new CompletableFuture<>());
		boolean first;
		synchronized (this) {
			this.waiting.add(asked);
			first = !this.underWay;
			this.underWay = true;
		}
		if (first) {
			this.soon.execute(this::next);
		}
		return asked.answer();
	}

	private void next() {
		List<Asked> part = take();
		if (part.isEmpty()) {
			return;
		}
		List<Question> questions = part.stream().map(Asked::question).toList();
		Replies.ask(() -> (questions.size() == 1) ? alone(questions.getFirst()) : this.all.apply(questions))
			.toCompletableFuture()
			.orTimeout(PATIENCE, TimeUnit.SECONDS)
			.whenComplete((answers, failure) -> {
				next();
				answer(part, answers, failure);
			});
	}

	private synchronized List<Asked> take() {
		List<Asked> part = new ArrayList<>();
		for (Asked next; part.size() < MOST && (next = this.waiting.poll()) != null;) {
			part.add(next);
		}
		this.underWay = !part.isEmpty();
		return part;
	}

	private CompletionStage<List<Object>> alone(Question question) {
		return this.one.apply(question).thenApply(List::of);
	}

	private void answer(List<Asked> part, @Nullable List<Object> answers, @Nullable Throwable failure) {
		if (answers != null) {
			for (int i = 0; i < part.size(); i++) {
				answer(part.get(i), answers.get(i));
			}
		}
		else if (part.size() > 1 && failure != null && Failures.answered(Failures.unwrap(failure))) {
			// One of them keeps the others from being answered, such as a key without
			// rights.
			part.forEach((asked) -> Replies.ask(() -> this.one.apply(asked.question()))
				.whenComplete((answer, refusal) -> answer(List.of(asked), (answer != null) ? List.of(answer) : null,
						refusal)));
		}
		else {
			Throwable reason = (failure != null) ? failure : new IllegalStateException("there was no answer");
			part.forEach((asked) -> asked.answer().completeExceptionally(reason));
		}
	}

	private static void answer(Asked asked, Object answer) {
		if (answer instanceof byte[] refusal) {
			asked.answer().completeExceptionally(new RedisCommandExecutionException(Replies.text(refusal)));
		}
		else {
			asked.answer().complete(answer);
		}
	}

}
