package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import dev.tappet.source.Backlog;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be done in a stream. The server knows how much of it waits, or it is
 * counted by short calls, some with each question.
 */
final class StreamBacklog {

	/** How many calls a question may make to count. */
	private static final int MOST_PARTS = 40;

	private static final long UNKNOWN = -1;

	/** Where the ids of the oldest entries begin in the answer. */
	private static final int OLDEST = 5;

	private final RedisServer server;

	private final byte[][] keys;

	private final byte[] group;

	private final WaitingCount waiting = new WaitingCount();

	/** One question at a time: the others get its answer. */
	private final AtomicReference<@Nullable CompletableFuture<StreamFigures>> asked = new AtomicReference<>();

	StreamBacklog(RedisServer server, KeyNames names, byte[] group) {
		this.server = server;
		this.keys = Replies.bytes(names.source(), names.workers());
		this.group = group;
	}

	CompletionStage<StreamFigures> ask() {
		CompletableFuture<StreamFigures> mine = new CompletableFuture<>();
		CompletableFuture<StreamFigures> running = this.asked.compareAndExchange(null, mine);
		if (running != null) {
			return running.copy();
		}
		Replies.ask(this::answer).whenComplete((figures, failure) -> {
			this.asked.set(null);
			if (failure != null) {
				mine.completeExceptionally(failure);
			}
			else {
				mine.complete(figures);
			}
		});
		return mine.copy();
	}

	private CompletionStage<StreamFigures> answer() {
		return this.server.questions().stream(this.keys[0], this.keys[1], this.group).thenCompose((known) -> {
			Duration age = StreamFigures.age(
					StreamFigures.ids(known.subList(OLDEST, known.size()).stream().map(Replies::text)),
					(Long) known.get(4));
			return backlog(known).thenApply((backlog) -> new StreamFigures(backlog, age));
		});
	}

	private CompletionStage<Backlog> backlog(List<Object> known) {
		long lag = (Long) known.get(0);
		long unfinished = (Long) known.get(1);
		if (lag != UNKNOWN) {
			return CompletableFuture.completedStage(new Backlog(lag, unfinished));
		}
		this.waiting.begin(id(known.get(3)), MOST_PARTS);
		// What was removed since it was counted shows in the length at the latest.
		long length = (Long) known.get(2);
		return count().thenApply((counted) -> new Backlog(Math.min(length, counted), unfinished));
	}

	private CompletionStage<Long> count() {
		WaitingCount.Part part = this.waiting.next();
		if (part == null) {
			return CompletableFuture.completedStage(this.waiting.sum());
		}
		EntryId end = part.upTo();
		CompletionStage<List<Object>> reply = Script.STREAM_COUNT.run(this.server.commands(), ScriptOutputType.MULTI,
				new byte[][] { this.keys[0] }, Script.bytes(part.after().toString()),
				Script.bytes((end != null) ? end.toString() : "+"), Script.bytes(WaitingCount.MOST_PER_PART));
		return reply.thenCompose((found) -> {
			this.waiting.counted(part, (Long) found.get(0), id(found.get(1)), (Long) found.get(2) == 1);
			return count();
		});
	}

	private static EntryId id(Object reply) {
		return Objects.requireNonNull(EntryId.parse(Replies.text(reply)));
	}

}
