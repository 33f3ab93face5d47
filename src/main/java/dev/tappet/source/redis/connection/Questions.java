package dev.tappet.source.redis.connection;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;

/**
 * The questions about keys that one server is asked together, whoever asks: what is to be
 * done in streams and lists, and how long they are.
 */
public final class Questions {

	/** Whoever asks for figures asks for those of all triggers. */
	private static final Executor SOON = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

	private static final byte[] LLEN = Script.bytes("LLEN");

	private static final byte[] XLEN = Script.bytes("XLEN");

	private final RedisServer server;

	private final Together streams;

	private final Together lists;

	private final Together lengths;

	Questions(RedisServer server) {
		this.server = server;
		this.streams = ofScript(Script.STREAM_BACKLOG);
		this.lists = ofScript(Script.LIST_BACKLOG);
		this.lengths = new Together((questions) -> run(Script.LENGTHS, questions), this::length, SOON);
	}

	private Together ofScript(Script script) {
		Function<Question, CompletionStage<Object>> one = (question) -> run(script, List.of(question))
			.thenApply(List::getFirst);
		return new Together((questions) -> run(script, questions), one, SOON);
	}

	private CompletionStage<List<Object>> run(Script script, List<Question> questions) {
		return script.run(this.server.commands(), ScriptOutputType.MULTI, Question.keysOf(questions),
				Question.argumentsOf(questions));
	}

	/** Who may run no scripts may ask for a length all the same. */
	private CompletionStage<Object> length(Question question) {
		byte[] key = question.keys()[0];
		return ((question.arguments()[0] == LLEN) ? this.server.commands().llen(key) : this.server.commands().xlen(key))
			.thenApply((length) -> length);
	}

	/**
	 * What such a script says where it was asked one question alone.
	 * @param answers what it has answered
	 * @return its answer to the question
	 * @throws RedisCommandExecutionException if there is none
	 */
	@SuppressWarnings("unchecked")
	public static List<Object> only(List<Object> answers) {
		if (answers.getFirst() instanceof byte[] refusal) {
			throw new RedisCommandExecutionException(Replies.text(refusal));
		}
		return (List<Object>) answers.getFirst();
	}

	/** What the script says of a stream. */
	public CompletionStage<List<Object>> stream(byte[] stream, byte[] workers, byte[] group) {
		return list(this.streams, new Question(new byte[][] { stream, workers }, new byte[][] { group }));
	}

	/** What the script says of a list. */
	public CompletionStage<List<Object>> list(byte[] list, byte[] batches, byte[] messages, byte[] most) {
		return list(this.lists, new Question(new byte[][] { list, batches, messages }, new byte[][] { most }));
	}

	/** How many entries a stream has. */
	public CompletionStage<Long> streamLength(byte[] stream) {
		return this.lengths.ask(new Question(new byte[][] { stream }, new byte[][] { XLEN }))
			.thenApply(Long.class::cast);
	}

	/** How many elements a list has. */
	public CompletionStage<Long> listLength(byte[] list) {
		return this.lengths.ask(new Question(new byte[][] { list }, new byte[][] { LLEN })).thenApply(Long.class::cast);
	}

	@SuppressWarnings("unchecked")
	private static CompletionStage<List<Object>> list(Together together, Question question) {
		return together.ask(question).thenApply((answer) -> (List<Object>) answer);
	}

}
