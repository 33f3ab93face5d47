package dev.tappet.source.azurequeue.poll;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import com.azure.storage.queue.models.QueueMessageItem;
import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Edit;
import dev.tappet.source.azurequeue.connection.Refusal;
import dev.tappet.source.azurequeue.connection.StorageQueue;
import dev.tappet.source.azurequeue.poll.Place.Queues;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of one trigger. A queue shows only the messages that come next, and
 * gives none away without a lease: so the oldest are listed, and to remove one the first
 * are taken and the others given back.
 */
final class AzureDeadLetters implements DeadLetters {

	/** The service gives no more at once. */
	static final int MOST = 32;

	/** So many receives without what is looked for, and it is not among the first. */
	private static final int PATIENCE = 4;

	/** How long what is looked through is invisible. */
	private static final Duration LOOK = Duration.ofSeconds(30);

	private final Place place;

	private final String trigger;

	AzureDeadLetters(Place place, String trigger) {
		this.place = place;
		this.trigger = trigger;
	}

	@Override
	public CompletionStage<Long> count() {
		return ask((queues) -> orNone(queues.letters(), queues.letters().count(), 0L));
	}

	@Override
	public CompletionStage<List<DeadLetter>> list(int most, @Nullable String before) {
		return ask((queues) -> {
			List<DeadLetter> all = new ArrayList<>();
			orNone(queues.letters(), queues.letters().peek(MOST), List.of()).forEach((item) -> {
				StoredLetter letter = StoredLetter.of(item.getMessageId(), item.getMessageText(), encoding());
				if (letter.isOf(this.trigger)) {
					all.add(letter.letter(this.place.definition()));
				}
			});
			Collections.reverse(all);
			return all.stream().skip(after(all, before)).limit(most).toList();
		});
	}

	/** Behind one that is not there any more nothing is known to be older. */
	private static int after(List<DeadLetter> letters, @Nullable String before) {
		if (before == null) {
			return 0;
		}
		for (int i = 0; i < letters.size(); i++) {
			if (letters.get(i).id().equals(before)) {
				return i + 1;
			}
		}
		return letters.size();
	}

	@Override
	public CompletionStage<Integer> replay(Collection<String> ids) {
		return ask((queues) -> remove(queues, ids, (letter) -> putBack(queues.main(), letter.original())));
	}

	@Override
	public CompletionStage<Integer> replay(String id, Edit edit) {
		try {
			String text = text(edit.body());
			return ask((queues) -> remove(queues, List.of(id), (letter) -> putBack(queues.main(), text)));
		}
		catch (IllegalArgumentException ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	/** What stands in the queue for a body that somebody has typed. */
	private String text(byte[] body) {
		String text = encoding().encode(body);
		if (!Arrays.equals(encoding().decode(text), body)) {
			throw new IllegalArgumentException("With the message-encoding 'none' a payload is text in UTF-8.");
		}
		if (text.getBytes(StandardCharsets.UTF_8).length > Envelope.MOST_TEXT) {
			throw new IllegalArgumentException("A queue takes messages of up to %d bytes%s."
				.formatted(Envelope.MOST_TEXT, (encoding() == MessageEncoding.BASE64) ? ", in Base64" : ""));
		}
		return text;
	}

	@Override
	public CompletionStage<Integer> delete(Collection<String> ids) {
		return ask((queues) -> remove(queues, ids, (letter) -> {
		}));
	}

	/** What is done before a dead letter is removed. */
	private interface First {

		void doWith(StoredLetter letter);

	}

	private synchronized int remove(Queues queues, Collection<String> ids, First first) {
		Set<String> wanted = new HashSet<>(ids);
		List<QueueMessageItem> others = new ArrayList<>();
		int count = 0;
		try {
			for (int fruitless = 0; !wanted.isEmpty() && fruitless < PATIENCE; fruitless++) {
				List<QueueMessageItem> taken = orNone(queues.letters(), queues.letters().receive(MOST, LOOK),
						List.of());
				if (taken.isEmpty()) {
					break;
				}
				others.addAll(taken);
				for (QueueMessageItem item : taken) {
					StoredLetter letter = StoredLetter.of(item.getMessageId(), item.getMessageText(), encoding());
					if (wanted.remove(letter.id()) && letter.isOf(this.trigger)) {
						first.doWith(letter);
						answer(queues.letters(), queues.letters().delete(letter.id(), item.getPopReceipt()));
						others.remove(item);
						count++;
						fruitless = -1;
					}
				}
			}
		}
		finally {
			giveBack(queues.letters(), others);
		}
		return count;
	}

	/** Where one cannot be given back it is there again when its lease has ended. */
	private static void giveBack(StorageQueue letters, List<QueueMessageItem> others) {
		List<CompletableFuture<String>> steps = new ArrayList<>();
		for (QueueMessageItem item : others) {
			steps.add(letters.update(item.getMessageId(), item.getPopReceipt(), Duration.ZERO)
				.exceptionally((failure) -> ""));
		}
		CompletableFuture.allOf(steps.toArray(new CompletableFuture<?>[0])).join();
	}

	private static void putBack(StorageQueue main, String text) {
		try {
			main.send(text, ReplayMark.SECONDS).join();
		}
		catch (CompletionException ex) {
			if (main.refusal(ex).kind() != Refusal.Kind.NO_QUEUE) {
				throw new IllegalStateException(main.refusal(ex).text());
			}
			answer(main, main.create());
			answer(main, main.send(text, ReplayMark.SECONDS));
		}
	}

	private MessageEncoding encoding() {
		return this.place.definition().encoding();
	}

	private static <T extends @Nullable Object> T answer(StorageQueue queue, CompletableFuture<T> question) {
		try {
			return question.join();
		}
		catch (CompletionException ex) {
			throw new IllegalStateException(queue.refusal(ex).text());
		}
	}

	/** Where there is no queue no dead letter was ever written. */
	private static <T> T orNone(StorageQueue queue, CompletableFuture<T> question, T none) {
		try {
			return question.join();
		}
		catch (CompletionException ex) {
			if (queue.refusal(ex).kind() == Refusal.Kind.NO_QUEUE) {
				return none;
			}
			throw new IllegalStateException(queue.refusal(ex).text());
		}
	}

	/** A question that takes several steps. */
	private interface Question<T> {

		T ask(Queues queues);

	}

	/** Asking the service takes a while, in which nobody else is to wait. */
	private <T> CompletionStage<T> ask(Question<T> question) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		Thread.ofVirtual().name("tappet-letters-" + this.trigger).start(() -> {
			try {
				answer.complete(question.ask(this.place.queues()));
			}
			catch (Throwable ex) {
				answer.completeExceptionally(ex);
			}
		});
		return answer;
	}

}
