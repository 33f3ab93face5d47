package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Edit;
import dev.tappet.source.Message;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.source.redis.lease.DeadLetterFields.Original;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of one stream, list or pub/sub trigger. They lie in a stream of their
 * own, and the ids of its entries are theirs. Triggers that read the same stream or list
 * share them.
 */
public final class DeadLetterStream implements DeadLetters {

	/** What one command or script may have to do. */
	private static final int MOST_AT_ONCE = 100;

	/** A longer page than this is not read, whatever was asked for. */
	public static final int LONGEST_PAGE = 1000;

	private final RedisServer server;

	private final byte[] key;

	private final Original original;

	private final Back back;

	private DeadLetterStream(RedisServer server, String key, Original original, Back back) {
		this.server = server;
		this.key = Script.bytes(key);
		this.original = original;
		this.back = back;
	}

	/** How messages go back to where they came from. */
	public interface Back {

		/**
		 * Puts originals back, and then removes their dead letters.
		 * @param letters all dead letters
		 * @param ids which of them, each once
		 * @return how many were put back
		 */
		CompletionStage<Integer> put(DeadLetterStream letters, List<String> ids);

		/**
		 * Puts an edited copy of an original back, and then removes its dead letter.
		 * @param letters all dead letters
		 * @param edited the dead letter, with the copy in the place of the original
		 * @return 1, or 0 where the dead letter is not there any more
		 */
		CompletionStage<Integer> put(DeadLetterStream letters, DeadLetter edited);

	}

	/** The dead letters of a stream, whose entries are written to it again. */
	static DeadLetterStream ofStream(RedisServer server, KeyNames names) {
		return new DeadLetterStream(server, names.deadLetters(), Original.FIELDS, ReplayScript.toStream(server, names));
	}

	/** The dead letters of a list, whose elements become due at once. */
	static DeadLetterStream ofList(RedisServer server, KeyNames names) {
		return new DeadLetterStream(server, names.deadLetters(), Original.BODY, ReplayScript.toMessages(server, names));
	}

	/** The dead letters of a list that keeps no record of what was taken from it. */
	static DeadLetterStream ofPoppedList(RedisServer server, KeyNames names) {
		return new DeadLetterStream(server, names.deadLetters(), Original.BODY, ReplayScript.toReplays(server, names));
	}

	/**
	 * The dead letters of a pub/sub trigger.
	 * @param server where they are
	 * @param key their name
	 * @param back hands messages to the subscriber again
	 * @return the dead letters
	 */
	public static DeadLetterStream ofSubscriber(RedisServer server, String key, Back back) {
		return new DeadLetterStream(server, key, Original.BODY, back);
	}

	@Override
	public CompletionStage<Long> count() {
		return Replies.ask(() -> this.server.questions().streamLength(this.key));
	}

	@Override
	public CompletionStage<List<DeadLetter>> list(int most, @Nullable String before) {
		if (most <= 0) {
			return CompletableFuture.completedStage(List.of());
		}
		if (before != null && EntryId.parse(before) == null) {
			return CompletableFuture
				.failedStage(new IllegalArgumentException("'" + before + "' is not the id of a dead letter"));
		}
		CommandArgs<byte[], byte[]> page = range().add((before != null) ? "(" + before : "+")
			.add("-")
			.add("COUNT")
			.add(Math.min(most, LONGEST_PAGE));
		return read(CommandType.XREVRANGE, page).thenApply((entries) -> entries.stream().map(this::shown).toList());
	}

	private DeadLetter shown(Message message) {
		Entry entry = (Entry) message;
		DeadLetter letter = DeadLetterFields.read(entry, this.original);
		return (letter != null) ? letter : DeadLetterFields.foreign(entry);
	}

	/** Those of some ids that are there and were written by us. */
	public CompletionStage<List<DeadLetter>> find(List<String> ids) {
		CompletionStage<List<DeadLetter>> found = CompletableFuture.completedStage(new ArrayList<>());
		for (String id : ids) {
			CompletionStage<List<Message>> one = read(CommandType.XRANGE, range().add(id).add(id));
			found = found.thenCombine(one, (letters, entries) -> {
				entries.stream()
					.map((entry) -> DeadLetterFields.read((Entry) entry, this.original))
					.filter(Objects::nonNull)
					.forEach(letters::add);
				return letters;
			});
		}
		return found;
	}

	private CommandArgs<byte[], byte[]> range() {
		return new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(this.key);
	}

	private CompletionStage<List<Message>> read(CommandType command, CommandArgs<byte[], byte[]> range) {
		return Replies.ask(() -> this.server.commands().dispatch(command, EntriesOutput.ofRange(), range));
	}

	@Override
	public CompletionStage<Integer> replay(Collection<String> ids) {
		return inParts(ids, (part) -> this.back.put(this, part));
	}

	@Override
	public CompletionStage<Integer> replay(String id, Edit edit) {
		if (EntryId.parse(id) == null) {
			return CompletableFuture.completedStage(0);
		}
		return find(List.of(id)).thenCompose((found) -> found.isEmpty() ? CompletableFuture.completedStage(0)
				: this.back.put(this, DeadLetterFields.edited(found.getFirst(), edit)));
	}

	@Override
	public CompletionStage<Integer> delete(Collection<String> ids) {
		return inParts(ids,
				(part) -> this.server.commands().xdel(this.key, part.toArray(String[]::new)).thenApply((removed) -> {
					this.server.wakeups().changed(this.key);
					return removed.intValue();
				}));
	}

	/** What is no id at all would be refused, and all others with it. */
	private static CompletionStage<Integer> inParts(Collection<String> ids,
			Function<List<String>, CompletionStage<Integer>> step) {
		List<String> known = ids.stream().filter((id) -> EntryId.parse(id) != null).distinct().toList();
		CompletionStage<Integer> sum = CompletableFuture.completedStage(0);
		for (List<String> part : Replies.parts(known, MOST_AT_ONCE)) {
			sum = sum.thenCompose((before) -> step.apply(part).thenApply((some) -> before + some));
		}
		return sum;
	}

}
