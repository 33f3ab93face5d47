package dev.tappet.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.tappet.handler.RejectMessage;
import dev.tappet.support.TappetService;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Dead letters as an operator has them: counted, looked through, put back and removed.
 *
 * @param <B> the broker
 */
abstract class DeadLetterConformance<B extends Broker> extends FailureConformance<B> {

	DeadLetterConformance(B broker, Features features) {
		super(broker, features);
	}

	private static <T> T answer(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
	}

	/** Starts a service that takes a message only when it was put back. */
	private DeadLetters startRejecting() {
		TappetService service = start(trigger(), (payload, context) -> {
			if (!context.replay()) {
				throw new RejectMessage("no");
			}
			this.calls.add(payload, context);
		});
		return service.trigger(TRIGGER).deadLetters();
	}

	private void sendAndAwaitCount(DeadLetters letters, String prefix, int messages, long count) {
		send(prefix, messages);
		eventually().untilAsserted(() -> assertThat(answer(letters.count())).isEqualTo(count));
	}

	private static List<String> ids(List<DeadLetter> letters) {
		return letters.stream().map(DeadLetter::id).toList();
	}

	private static List<String> payloads(List<DeadLetter> letters) {
		return letters.stream().map((letter) -> payload(letter.original())).toList();
	}

	private static String payload(Message message) {
		try {
			return switch (message) {
				case Message.Body body -> new String(body.body(), StandardCharsets.UTF_8);
				case Message.Fields fields -> fields.toMap().getOrDefault("payload", "");
			};
		}
		catch (UnbindablePayloadException ex) {
			throw new IllegalStateException("it was bound before", ex);
		}
	}

	@Test
	void countsDeadLetters() {
		TappetService service = start(trigger(), (payload, context) -> {
			throw new RejectMessage("no");
		});
		DeadLetters letters = service.trigger(TRIGGER).deadLetters();
		assertThat(answer(letters.count())).isZero();
		sendAndAwaitCount(letters, "m", 12, 12);
	}

	@Test
	void listsDeadLettersPageByPageTheNewestFirst() {
		needs(Feature.DEAD_LETTER_ACCESS);
		DeadLetters letters = startRejecting();
		assertThat(answer(letters.list(5, null))).isEmpty();
		sendAndAwaitCount(letters, "old", 7, 7);
		sendAndAwaitCount(letters, "new", 5, 12);
		List<DeadLetter> newest = answer(letters.list(5, null));
		assertThat(payloads(newest)).containsExactlyInAnyOrder("new0", "new1", "new2", "new3", "new4");
		List<DeadLetter> all = new ArrayList<>(newest);
		for (List<DeadLetter> page = newest; !page.isEmpty(); all.addAll(page)) {
			assertThat(page).hasSizeLessThanOrEqualTo(5);
			page = answer(letters.list(5, page.getLast().id()));
		}
		assertThat(ids(all)).hasSize(12).doesNotHaveDuplicates();
		assertThat(payloads(all.subList(5, 12))).containsExactlyInAnyOrder("old0", "old1", "old2", "old3", "old4",
				"old5", "old6");
	}

	@Test
	void tellsInADeadLetterWhatItsBrokerKeeps() {
		needs(Feature.DEAD_LETTER_ACCESS);
		DeadLetters letters = startRejecting();
		send("m", 1);
		Broker.Letter kept = awaitDeadLetter();
		DeadLetter told = answer(letters.list(10, null)).getFirst();
		assertThat(told.source()).isEqualTo(QUEUE);
		assertThat(told.attempts()).isEqualTo(1);
		assertThat(told.reason()).isEqualTo(kept.reason()).contains("no");
		assertThat(told.failedAt()).isEqualTo(kept.failedAt());
		assertThat(told.original().id()).isEqualTo(kept.id());
		assertThat(payload(told.original())).isEqualTo("m0");
	}

	@Test
	void replaysDeadLettersAsFirstAttemptsThatAreMarked() {
		needs(Feature.DEAD_LETTER_ACCESS);
		DeadLetters letters = startRejecting();
		sendAndAwaitCount(letters, "m", 5, 5);
		List<DeadLetter> two = answer(letters.list(2, null));
		List<String> wanted = new ArrayList<>(ids(two));
		wanted.add("no such id");
		assertThat(answer(letters.replay(wanted))).isEqualTo(2);
		this.calls.await(2);
		awaitDone();
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(payloads(two));
		assertThat(this.calls.attempts()).containsOnly(1);
		assertThat(answer(letters.count())).isEqualTo(3);
		assertThat(answer(letters.replay(wanted))).isZero();
		assertThat(ids(answer(letters.list(10, null)))).doesNotContainAnyElementsOf(wanted);
	}

	@Test
	void replaysAnEditedCopyInThePlaceOfADeadLetter() {
		needs(Feature.DEAD_LETTER_ACCESS);
		DeadLetters letters = startRejecting();
		sendAndAwaitCount(letters, "m", 3, 3);
		DeadLetter letter = answer(letters.list(10, null)).get(1);
		Edit edit = edit(letter.original(), "edited");
		assertThat(answer(letters.replay("no such id", edit))).isZero();
		assertThat(answer(letters.count())).isEqualTo(3);
		assertThat(answer(letters.replay(letter.id(), edit))).isEqualTo(1);
		this.calls.await(1);
		awaitDone();
		assertThat(this.calls.payloads()).containsExactly("edited");
		assertThat(this.calls.attempts()).containsExactly(1);
		assertThat(answer(letters.replay(letter.id(), edit))).isZero();
		assertThat(payloads(answer(letters.list(10, null)))).hasSize(2)
			.doesNotContain(payload(letter.original()), "edited");
	}

	@Test
	void leavesADeadLetterWhoseCopyCannotBeMade() {
		needs(Feature.DEAD_LETTER_ACCESS);
		DeadLetters letters = startRejecting();
		sendAndAwaitCount(letters, "m", 1, 1);
		DeadLetter letter = answer(letters.list(10, null)).getFirst();
		Edit other = switch (letter.original()) {
			case Message.Body body -> new Edit.Values(Map.of("payload", body.id().getBytes(StandardCharsets.UTF_8)));
			case Message.Fields fields -> new Edit.Payload(fields.id().getBytes(StandardCharsets.UTF_8));
		};
		assertThatThrownBy(() -> answer(letters.replay(letter.id(), other)))
			.hasRootCauseInstanceOf(IllegalArgumentException.class);
		assertThat(answer(letters.count())).isEqualTo(1);
		assertThat(this.calls.count()).isZero();
	}

	private static Edit edit(Message original, String payload) {
		byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
		return switch (original) {
			case Message.Body body -> new Edit.Payload(bytes);
			case Message.Fields fields -> new Edit.Values(Map.of("payload", bytes));
		};
	}

	@Test
	void deletesDeadLettersForGood() {
		needs(Feature.DEAD_LETTER_ACCESS);
		DeadLetters letters = startRejecting();
		sendAndAwaitCount(letters, "m", 5, 5);
		List<String> wanted = new ArrayList<>(ids(answer(letters.list(3, null))));
		wanted.add("no such id");
		assertThat(answer(letters.delete(wanted))).isEqualTo(3);
		assertThat(answer(letters.delete(wanted))).isZero();
		assertThat(answer(letters.count())).isEqualTo(2);
		assertThat(ids(answer(letters.list(10, null)))).doesNotContainAnyElementsOf(wanted);
		assertThat(this.calls.count()).isZero();
	}

}
