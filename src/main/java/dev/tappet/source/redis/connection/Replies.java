package dev.tappet.source.redis.connection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import dev.tappet.source.Backlog;

/**
 * Asks and waits for replies, reads what the scripts answer, and cuts what they are sent.
 */
public final class Replies {

	private Replies() {
	}

	/**
	 * Asks for a reply. Where there is no connection the reply fails, and not the call.
	 */
	public static <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> question) {
		try {
			return question.get();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	/** Waits for a reply as long as one may take. */
	public static <T> T await(CompletionStage<T> reply, Duration patience) throws InterruptedException {
		try {
			return reply.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw Failures.rethrow(ex);
		}
		catch (TimeoutException ex) {
			throw new NoAnswerException(patience, ex);
		}
	}

	public static int integer(Object reply) {
		return Math.toIntExact((Long) reply);
	}

	public static String text(Object reply) {
		return new String((byte[]) reply, StandardCharsets.UTF_8);
	}

	public static List<?> list(Object reply) {
		return (List<?>) reply;
	}

	public static Backlog backlog(List<Object> reply) {
		return new Backlog((Long) reply.get(0), (Long) reply.get(1));
	}

	public static byte[][] bytes(String... texts) {
		byte[][] bytes = new byte[texts.length][];
		for (int i = 0; i < texts.length; i++) {
			bytes[i] = Script.bytes(texts[i]);
		}
		return bytes;
	}

	public static <T> List<List<T>> parts(List<T> whole, int most) {
		if (whole.isEmpty()) {
			return List.of();
		}
		if (whole.size() <= most) {
			return List.of(whole);
		}
		List<List<T>> parts = new ArrayList<>();
		for (int from = 0; from < whole.size(); from += most) {
			parts.add(whole.subList(from, Math.min(from + most, whole.size())));
		}
		return parts;
	}

}
