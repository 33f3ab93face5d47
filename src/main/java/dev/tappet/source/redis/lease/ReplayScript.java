package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.LetterEnding;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import io.lettuce.core.ScriptOutputType;

/**
 * Puts messages back where all keys lie in one slot: each goes back and is removed from
 * the dead letters in one step, so that it is never in both or in neither. One call puts
 * back as much as may hold up the server.
 */
final class ReplayScript implements DeadLetterStream.Back {

	/** More names and values than these a script cannot hand to a command. */
	private static final int MOST_EDITED = 7000;

	private final RedisServer server;

	private final String way;

	private final String onlyField;

	private final byte[][] keys;

	/** The key whose change wakes who is to take the messages. */
	private final byte[] woken;

	private ReplayScript(RedisServer server, String way, String onlyField, String woken, String... keys) {
		this.server = server;
		this.way = way;
		this.onlyField = onlyField;
		this.keys = Replies.bytes(keys);
		this.woken = Script.bytes(woken);
	}

	static ReplayScript toStream(RedisServer server, KeyNames names) {
		return new ReplayScript(server, "stream", "", names.source(), names.deadLetters(), names.source());
	}

	static ReplayScript toMessages(RedisServer server, KeyNames names) {
		return new ReplayScript(server, "messages", DeadLetterFields.PAYLOAD, names.due(), names.deadLetters(),
				names.messages(), names.due());
	}

	static ReplayScript toReplays(RedisServer server, KeyNames names) {
		return new ReplayScript(server, "replays", DeadLetterFields.PAYLOAD, names.replays(), names.deadLetters(),
				names.replays());
	}

	@Override
	public CompletionStage<Integer> put(DeadLetterStream letters, List<String> ids) {
		if (ids.isEmpty()) {
			return CompletableFuture.completedStage(0);
		}
		return run(List.of(), ids).thenCompose((answer) -> {
			List<String> tooLong = answer.stream().skip(2).map(Replies::text).toList();
			List<String> left = ids.subList(Replies.integer(answer.get(1)), ids.size());
			return putOneByOne(tooLong).thenCompose(
					(some) -> put(letters, left).thenApply((others) -> Replies.integer(answer.get(0)) + some + others));
		});
	}

	@Override
	public CompletionStage<Integer> put(DeadLetterStream letters, DeadLetter edited) {
		List<byte[]> copy = DeadLetterFields.kept(edited.original());
		if (copy.size() > MOST_EDITED) {
			return CompletableFuture.failedStage(new IllegalArgumentException(
					"The message has more than %d fields: replay it as it is.".formatted(MOST_EDITED / 2)));
		}
		return run(copy, List.of(edited.id())).thenApply((answer) -> Replies.integer(answer.get(0)));
	}

	/** An edited copy stands for the originals, where there is one. */
	private CompletionStage<List<Object>> run(List<byte[]> edited, List<String> ids) {
		List<String> known = new ArrayList<>(
				List.of(this.way, ReplayMark.ENTRY_END, ReplayMark.ELEMENT_START, this.onlyField));
		known.addAll(LetterEnding.NAMES);
		known.add(Integer.toString(edited.size()));
		List<byte[]> arguments = new ArrayList<>(List.of(Replies.bytes(known.toArray(String[]::new))));
		arguments.addAll(edited);
		ids.forEach((id) -> arguments.add(Script.bytes(id)));
		CompletionStage<List<Object>> reply = Script.REPLAY.run(this.server.commands(), ScriptOutputType.MULTI,
				this.keys, arguments.toArray(byte[][]::new));
		return reply.thenApply((answer) -> {
			tell();
			return answer;
		});
	}

	private CompletionStage<Integer> putOneByOne(List<String> ids) {
		if (ids.isEmpty()) {
			return CompletableFuture.completedStage(0);
		}
		return this.server.openOwn().thenCompose((own) -> {
			LongReplay replay = new LongReplay(own, this.keys[0], this.keys[1]);
			CompletionStage<Integer> sum = CompletableFuture.completedStage(0);
			for (String id : ids) {
				sum = sum.thenCompose((before) -> replay.put(id).thenApply((some) -> before + some));
			}
			return sum.whenComplete((done, failure) -> {
				own.close();
				tell();
			});
		});
	}

	private void tell() {
		this.server.wakeups().changed(this.woken);
		this.server.wakeups().changed(this.keys[0]);
	}

}
