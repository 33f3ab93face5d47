package dev.tappet.source.redis.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * What a server is. It says so itself where the user may ask; else whether it takes a
 * write that changes nothing tells.
 */
sealed interface Role {

	/**
	 * It takes writes.
	 *
	 * @param offset how much was ever written to it
	 * @param replicas who follows it
	 * @param said whether it said so itself
	 */
	record Primary(long offset, List<Node> replicas, boolean said) implements Role {
	}

	/** It follows another. */
	record Replica() implements Role {
	}

	/** It may be anything. */
	record Unknown() implements Role {
	}

	/** A key that never exists, so that nothing is deleted. */
	byte[] NO_KEY = Script.bytes("tappet:role");

	static CompletionStage<Role> ask(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		return or(Replies.ask(commands::role).thenApply(Role::ofRole),
				() -> or(Replies.ask(() -> commands.info("replication")).thenApply(Role::ofInfo),
						() -> Replies.ask(() -> commands.del(NO_KEY)).handle((done, failure) -> ofWrite(failure))));
	}

	private static CompletionStage<Role> or(CompletionStage<Role> asked, Supplier<CompletionStage<Role>> otherwise) {
		return asked.handle((role, failure) -> {
			if (failure == null) {
				return CompletableFuture.completedStage(role);
			}
			Throwable cause = Failures.unwrap(failure);
			return Failures.answered(cause) ? otherwise.get() : CompletableFuture.<Role>failedStage(cause);
		}).thenCompose((stage) -> stage);
	}

	/** Reads an answer to ROLE. */
	static Role ofRole(List<Object> answer) {
		if (!Replies.text(answer.getFirst()).equals("master")) {
			return new Replica();
		}
		List<Node> replicas = new ArrayList<>();
		for (Object each : Replies.list(answer.get(2))) {
			List<?> replica = Replies.list(each);
			replicas.add(new Node(Replies.text(replica.get(0)), Integer.parseInt(Replies.text(replica.get(1)))));
		}
		return new Primary((Long) answer.get(1), List.copyOf(replicas), true);
	}

	/** Reads an answer to INFO. */
	static Role ofInfo(String answer) {
		Map<String, String> lines = new TreeMap<>();
		answer.lines()
			.map((line) -> line.split(":", 2))
			.filter((parts) -> parts.length == 2)
			.forEach((parts) -> lines.put(parts[0], parts[1].strip()));
		if (!"master".equals(lines.get("role"))) {
			return lines.containsKey("role") ? new Replica() : new Unknown();
		}
		List<Node> replicas = new ArrayList<>();
		for (int i = 0; lines.containsKey("slave" + i); i++) {
			Map<String, String> replica = new TreeMap<>();
			for (String field : lines.getOrDefault("slave" + i, "").split(",")) {
				replica.put(field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
			}
			replicas.add(new Node(replica.getOrDefault("ip", ""), Integer.parseInt(replica.getOrDefault("port", "0"))));
		}
		return new Primary(Long.parseLong(lines.getOrDefault("master_repl_offset", "0")), List.copyOf(replicas), true);
	}

	/** Tells from what became of a write. */
	static Role ofWrite(@Nullable Throwable failure) {
		if (failure == null) {
			return new Primary(0, List.of(), false);
		}
		return Failures.readOnly(Failures.unwrap(failure)) ? new Replica() : new Unknown();
	}

}
