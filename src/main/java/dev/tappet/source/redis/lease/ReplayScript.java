package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
		List<String> arguments = new ArrayList<>(
				List.of(this.way, ReplayMark.ENTRY_END, ReplayMark.ELEMENT_START, this.onlyField));
		arguments.addAll(LetterEnding.NAMES);
		arguments.addAll(ids);
		CompletionStage<List<Object>> reply = Script.REPLAY.run(this.server.commands(), ScriptOutputType.MULTI,
				this.keys, Replies.bytes(arguments.toArray(String[]::new)));
		return reply.thenCompose((answer) -> {
			tell();
			List<String> tooLong = answer.stream().skip(2).map(Replies::text).toList();
			List<String> left = ids.subList(Replies.integer(answer.get(1)), ids.size());
			return putOneByOne(tooLong).thenCompose(
					(some) -> put(letters, left).thenApply((others) -> Replies.integer(answer.get(0)) + some + others));
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
