package dev.tappet.source.redis.connection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TogetherTests {

	private final List<CompletableFuture<List<Object>>> calls = new ArrayList<>();

	private final List<Integer> sizes = new ArrayList<>();

	private final List<CompletableFuture<Object>> singles = new ArrayList<>();

	private final List<Runnable> soon = new ArrayList<>();

	private final Together together = new Together(this::all, this::one, this.soon::add);

	private CompletionStage<List<Object>> all(List<Question> questions) {
		this.sizes.add(questions.size());
		this.calls.add(new CompletableFuture<>());
		return this.calls.getLast();
	}

	private CompletionStage<Object> one(Question question) {
		this.singles.add(new CompletableFuture<>());
		return this.singles.getLast();
	}

	@Test
	void asksAllThatComeTogetherOrMeanwhileInOneCommand() {
		List<CompletableFuture<Object>> answers = askWhileOneIsUnderWay(31);
		assertThat(this.singles).hasSize(1);
		assertThat(this.calls).isEmpty();
		this.singles.getFirst().complete(1L);
		assertThat(answers.getFirst()).isCompletedWithValue(1L);
		assertThat(this.sizes).containsExactly(30);
		this.calls.getFirst().complete(new ArrayList<>(Collections.nCopies(30, 2L)));
		assertThat(answers.subList(1, 31)).allMatch((answer) -> answer.join().equals(2L));
	}

	@Test
	void asksForNoMoreThanAServerAnswersQuickly() {
		askWhileOneIsUnderWay(2 * Together.MOST + 11);
		this.singles.getFirst().complete(1L);
		this.calls.get(0).complete(new ArrayList<>(Collections.nCopies(Together.MOST, 2L)));
		this.calls.get(1).complete(new ArrayList<>(Collections.nCopies(Together.MOST, 2L)));
		assertThat(this.sizes).containsExactly(Together.MOST, Together.MOST, 10);
	}

	@Test
	void failsTheOneThatCannotBeAnswered() {
		List<CompletableFuture<Object>> answers = askWhileOneIsUnderWay(3);
		this.singles.getFirst().complete(1L);
		this.calls.getFirst().complete(List.of(Script.bytes("WRONGTYPE no stream"), 3L));
		assertThat(answers.get(2)).isCompletedWithValue(3L);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> answers.get(1).join())
			.withMessageContaining("WRONGTYPE no stream");
	}

	@Test
	void asksOneByOneWhereTheServerRefusesToAnswerAll() {
		List<CompletableFuture<Object>> answers = askWhileOneIsUnderWay(3);
		this.singles.getFirst().complete(1L);
		this.calls.getFirst().completeExceptionally(new RedisCommandExecutionException("NOPERM one of the keys"));
		assertThat(this.singles).hasSize(3);
		this.singles.get(1).completeExceptionally(new RedisCommandExecutionException("NOPERM the key"));
		this.singles.get(2).complete(4L);
		assertThat(answers.get(1)).isCompletedExceptionally();
		assertThat(answers.get(2)).isCompletedWithValue(4L);
	}

	@Test
	void failsAllAtOnceWhereNobodyAnswersAndGoesOnAfterwards() {
		List<CompletableFuture<Object>> answers = askWhileOneIsUnderWay(3);
		this.singles.getFirst().complete(1L);
		this.calls.getFirst().completeExceptionally(new RedisConnectionException("gone"));
		assertThat(answers.subList(1, 3)).allMatch(CompletableFuture::isCompletedExceptionally);
		assertThat(this.singles).hasSize(1);
		CompletableFuture<Object> next = ask(1).getFirst();
		go();
		this.singles.getLast().complete(5L);
		assertThat(next).isCompletedWithValue(5L);
	}

	@Test
	void waitsALittleForOthers() {
		ask(7);
		assertThat(this.sizes).isEmpty();
		assertThat(this.singles).isEmpty();
		go();
		assertThat(this.sizes).containsExactly(7);
	}

	private void go() {
		assertThat(this.soon).hasSize(1);
		this.soon.removeFirst().run();
	}

	private List<CompletableFuture<Object>> askWhileOneIsUnderWay(int questions) {
		List<CompletableFuture<Object>> answers = new ArrayList<>(ask(1));
		go();
		answers.addAll(ask(questions - 1));
		return answers;
	}

	private List<CompletableFuture<Object>> ask(int questions) {
		List<CompletableFuture<Object>> answers = new ArrayList<>();
		for (int i = 0; i < questions; i++) {
			answers
				.add(this.together.ask(new Question(new byte[][] { {} }, new byte[][] { {} })).toCompletableFuture());
		}
		return answers;
	}

}
