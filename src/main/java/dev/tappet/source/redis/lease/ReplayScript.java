package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import io.lettuce.core.ScriptOutputType;

/**
 * Puts messages back where all keys lie in one slot: each goes back and is removed from
 * the dead letters in one step, so that it is never in both or in neither.
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
		List<String> arguments = new ArrayList<>(
				List.of(this.way, ReplayMark.ENTRY_END, ReplayMark.ELEMENT_START, this.onlyField));
		arguments.addAll(DeadLetterFields.OURS);
		arguments.addAll(ids);
		CompletionStage<Long> reply = Script.REPLAY.run(this.server.commands(), ScriptOutputType.INTEGER, this.keys,
				Replies.bytes(arguments.toArray(String[]::new)));
		return reply.thenApply((messages) -> {
			this.server.wakeups().changed(this.woken);
			this.server.wakeups().changed(this.keys[0]);
			return messages.intValue();
		});
	}

}
