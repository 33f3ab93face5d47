package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Message;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.trigger.TriggerDefinition;
import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XPendingArgs;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.models.stream.PendingMessage;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;

/**
 * A stream. The record of what was taken is the group's list of pending entries; beside
 * it stands only when an entry is due again.
 */
public final class StreamLedger extends LeasedLedger {

	private static final int PAGE = 100;

	/** Longer calls cost the server more for each entry. */
	private static final int ACKNOWLEDGED_AT_ONCE = 250;

	private static final int MOST_PER_CALL = 1000;

	private final RedisStreamDefinition definition;

	private final byte[] group;

	private volatile String position = "";

	private volatile boolean forgotten;

	private String reclaimedUpTo = "-";

	public StreamLedger(Member member, TriggerDefinition trigger, RedisStreamDefinition definition, String key) {
		super(member, trigger, KeyNames.of(key, definition.group(), member.server().clustered()));
		this.definition = definition;
		this.group = Script.bytes(definition.group());
	}

	@Override
	public CompletionStage<?> prepare() {
		CompletionStage<Long> made = run(Script.STREAM_PREPARE, ScriptOutputType.INTEGER, keys(this.source), this.group,
				Script.bytes(this.definition.startFrom()), Script.bytes(this.position));
		return made;
	}

	@Override
	public CompletionStage<ReadResult> takeNew(int most) {
		if (this.strict) {
			String current = token();
			CompletionStage<List<Object>> reply = run(Script.STREAM_TAKE_STRICT, ScriptOutputType.MULTI,
					keys(this.source, this.due), this.group, consumer(), Script.bytes(most));
			return reply.thenApply((rows) -> taken(rows, current));
		}
		CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE).add(CommandKeyword.GROUP)
			.add(this.group)
			.add(consumer())
			.add(CommandKeyword.COUNT)
			.add(most)
			.add("STREAMS")
			.addKey(this.source)
			.add(">");
		String current = token();
		return this.server.commands()
			.dispatch(CommandType.XREADGROUP, new EntriesOutput(), args)
			.thenApply((entries) -> fresh(entries, current));
	}

	private ReadResult fresh(List<Message> entries, String current) {
		if (entries.isEmpty()) {
			return ReadResult.NOTHING;
		}
		this.position = entries.getLast().id();
		return new ReadResult(OpenBatch.fresh(current, null, entries), 0);
	}

	@Override
	public CompletionStage<ReadResult> takeDue(int most) {
		String current = token();
		CompletionStage<List<Object>> reply = run(Script.STREAM_TAKE_DUE, ScriptOutputType.MULTI,
				keys(this.source, this.due), this.group, consumer(), Script.bytes(Math.min(most, PAGE)));
		return reply.thenApply((rows) -> tellDue(taken(rows, current)));
	}

	private ReadResult tellDue(ReadResult taken) {
		if (taken.size() + taken.gone() > 0) {
			changed(this.due);
		}
		return taken;
	}

	private Page tellDue(Page page) {
		if (page.messages() > 0) {
			changed(this.due);
		}
		return page;
	}

	private static ReadResult taken(List<Object> rows, String current) {
		int gone = Math.max(0, Replies.integer(rows.getFirst()));
		if (rows.size() == 1) {
			return new ReadResult(null, gone);
		}
		List<Message> messages = new ArrayList<>(rows.size() - 1);
		int[] attempts = new int[rows.size() - 1];
		for (int i = 1; i < rows.size(); i++) {
			List<?> row = Replies.list(rows.get(i));
			attempts[i - 1] = Replies.integer(row.get(1));
			byte[][] fields = Replies.list(row.get(2)).stream().map(byte[].class::cast).toArray(byte[][]::new);
			messages.add(new Entry((byte[]) row.get(0), fields));
		}
		return new ReadResult(OpenBatch.again(current, messages, attempts), gone);
	}

	@Override
	public CompletionStage<?> settle(List<Settlement> settlements) {
		List<CompletableFuture<?>> steps = new ArrayList<>();
		List<Settlement> done = new ArrayList<>(settlements.size());
		List<Settlement> later = new ArrayList<>(0);
		for (Settlement settlement : settlements) {
			switch (settlement.verdict) {
				case Verdict.Complete() -> done.add(settlement);
				case Verdict.RetryAfter(var delay) -> later.add(settlement);
				case Verdict.Release() -> later.add(settlement);
				case Verdict.Bury bury -> steps.add(bury(settlement, bury));
			}
		}
		for (List<Settlement> part : Replies.parts(done, ACKNOWLEDGED_AT_ONCE)) {
			steps.add(acknowledge(part));
		}
		for (List<Settlement> part : Replies.parts(later, MOST_PER_CALL)) {
			steps.add(postpone(part));
		}
		return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
	}

	private CompletableFuture<?> acknowledge(List<Settlement> part) {
		byte[][] arguments = new byte[part.size() + 3][];
		arguments[0] = Script.bytes(part.getFirst().batch.token);
		arguments[1] = this.group;
		arguments[2] = flag(this.definition.deleteAfterProcess());
		for (int i = 0; i < part.size(); i++) {
			arguments[i + 3] = id(part.get(i));
		}
		return confirm(part, this.definition.deleteAfterProcess() ? this.source : null,
				run(Script.STREAM_ACKNOWLEDGE, ScriptOutputType.INTEGER, keys(this.source, this.leaseKey), arguments));
	}

	private CompletableFuture<?> postpone(List<Settlement> part) {
		byte[][] arguments = new byte[part.size() * 4 + 3][];
		arguments[0] = Script.bytes(part.getFirst().batch.token);
		arguments[1] = this.group;
		arguments[2] = consumer();
		for (int i = 0; i < part.size(); i++) {
			Verdict verdict = part.get(i).verdict;
			arguments[i * 4 + 3] = id(part.get(i));
			arguments[i * 4 + 4] = Script
				.bytes((verdict instanceof Verdict.RetryAfter retry) ? retry.delay().toMillis() : 0);
			arguments[i * 4 + 5] = flag(verdict instanceof Verdict.Release);
			arguments[i * 4 + 6] = flag(part.get(i).repeated);
		}
		return confirm(part, this.due, run(Script.STREAM_POSTPONE, ScriptOutputType.INTEGER,
				keys(this.source, this.due, this.leaseKey), arguments));
	}

	private CompletableFuture<?> bury(Settlement settlement, Verdict.Bury verdict) {
		List<byte[]> arguments = new ArrayList<>();
		arguments.add(Script.bytes(settlement.batch.token));
		arguments.add(this.group);
		arguments.add(id(settlement));
		arguments.add(flag(settlement.repeated));
		arguments.add(flag(this.definition.deleteAfterProcess()));
		arguments.add(consumer());
		arguments.addAll(DeadLetterFields.of(settlement.message(), this.trigger, this.names.source(),
				verdict.attempts(), verdict.reason(), this.worker.clock()));
		return confirm(List.of(settlement), this.deadLetters, run(Script.STREAM_BURY, ScriptOutputType.INTEGER,
				keys(this.source, this.leaseKey, this.deadLetters), arguments.toArray(byte[][]::new)))
			.thenRun(() -> changed(this.source));
	}

	private CompletableFuture<?> confirm(List<Settlement> part, byte @Nullable [] changed,
			CompletionStage<Long> reply) {
		return reply.thenAccept((answer) -> {
			checkLease(answer);
			for (Settlement settlement : part) {
				settlement.batch.close(settlement.position);
				settlement.confirm();
			}
			if (changed != null) {
				changed(changed);
			}
		}).toCompletableFuture();
	}

	@Override
	public CompletionStage<List<String>> missing() {
		CompletionStage<List<Object>> reply = run(Script.STREAM_MISSING, ScriptOutputType.MULTI, keys(this.source),
				this.group, consumer(), Script.bytes(this.names.leases()));
		return reply.thenApply((found) -> {
			String delivered = Replies.text(found.getFirst());
			this.forgotten = !Replies.text(found.get(1)).equals("1");
			if (!delivered.isEmpty()) {
				this.position = delivered;
			}
			return found.stream().skip(2).map(Replies::text).toList();
		});
	}

	@Override
	public boolean forgotten() {
		return this.forgotten;
	}

	@Override
	public CompletionStage<Page> takeOver(String worker) {
		CompletionStage<List<Object>> reply = run(Script.STREAM_TAKEOVER, ScriptOutputType.MULTI,
				keys(this.source, this.due, Script.bytes(this.names.lease(worker))), this.group, consumer(),
				Script.bytes(worker), Script.bytes(PAGE), Script.bytes(BARRED.toMillis()));
		return reply.thenApply((answer) -> tellDue(
				new Page(Math.max(0, Replies.integer(answer.get(0))), Replies.integer(answer.get(1)) == 1)));
	}

	@Override
	public CompletionStage<Page> reclaim(Collection<OpenBatch> known) {
		XPendingArgs<byte[]> page = new XPendingArgs<byte[]>().consumer(Consumer.from(this.group, consumer()))
			.range(Range.from(Range.Boundary.including(this.reclaimedUpTo), Range.Boundary.including("+")))
			.limit(Limit.from(MOST_PER_CALL));
		return this.server.commands().xpending(this.source, page).thenCompose((pending) -> reclaim(pending, known));
	}

	private CompletionStage<Page> reclaim(List<PendingMessage> pending, Collection<OpenBatch> known) {
		// A long list is walked page by page.
		boolean more = pending.size() == MOST_PER_CALL;
		String from = this.reclaimedUpTo;
		this.reclaimedUpTo = more ? pending.getLast().getId() : "-";
		Set<String> held = pending.stream().map(PendingMessage::getId).collect(Collectors.toSet());
		CompletionStage<?> restored = restore(known, held, from, this.reclaimedUpTo);
		for (OpenBatch batch : known) {
			batch.messages.forEach((message) -> held.remove(message.id()));
		}
		if (held.isEmpty()) {
			return restored.thenApply((done) -> new Page(0, more));
		}
		List<byte[]> arguments = new ArrayList<>(List.of(this.group, consumer(), Script.bytes(0)));
		held.forEach((id) -> arguments.add(Script.bytes(id)));
		CompletionStage<Long> reclaimed = run(Script.STREAM_RECLAIM, ScriptOutputType.INTEGER,
				keys(this.source, this.due), arguments.toArray(byte[][]::new));
		return restored.thenCombine(reclaimed, (done, messages) -> tellDue(new Page(messages.intValue(), more)));
	}

	/** Enters what is known, open and not held, of a range of ids. */
	private CompletionStage<?> restore(Collection<OpenBatch> known, Set<String> held, String from, String to) {
		List<byte[]> entries = new ArrayList<>(0);
		for (OpenBatch batch : known) {
			for (int i = 0; i < batch.size(); i++) {
				String id = batch.messages.get(i).id();
				if (batch.token.equals(token()) && !batch.isClosed(i) && !held.contains(id) && isWithin(id, from, to)) {
					entries.add(Script.bytes(id));
					entries.add(Script.bytes(batch.attempt(i)));
				}
			}
		}
		List<CompletableFuture<?>> steps = new ArrayList<>(0);
		for (List<byte[]> part : Replies.parts(entries, 2 * MOST_PER_CALL)) {
			List<byte[]> arguments = new ArrayList<>(List.of(Script.bytes(token()), this.group, consumer()));
			arguments.addAll(part);
			CompletionStage<Long> restored = run(Script.STREAM_RESTORE, ScriptOutputType.INTEGER,
					keys(this.source, this.leaseKey), arguments.toArray(byte[][]::new));
			steps.add(restored.toCompletableFuture());
		}
		return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
	}

	private static boolean isWithin(String id, String from, String to) {
		return (from.equals("-") || compare(id, from) >= 0) && (to.equals("-") || compare(id, to) <= 0);
	}

	private static int compare(String id, String other) {
		int dash = id.indexOf('-');
		int otherDash = other.indexOf('-');
		int byTime = Long.compareUnsigned(Long.parseUnsignedLong(id, 0, dash, 10),
				Long.parseUnsignedLong(other, 0, otherDash, 10));
		return (byTime != 0) ? byTime : Long.compareUnsigned(Long.parseUnsignedLong(id, dash + 1, id.length(), 10),
				Long.parseUnsignedLong(other, otherDash + 1, other.length(), 10));
	}

	@Override
	public CompletionStage<?> leave() {
		this.lease.end();
		CompletionStage<Long> left = run(Script.STREAM_LEAVE, ScriptOutputType.INTEGER,
				keys(this.source, this.leaseKey), Script.bytes(token()), this.group, consumer());
		return left;
	}

	@Override
	public DeadLetters deadLetters() {
		return DeadLetterStream.ofStream(this.server, this.names);
	}

	@Override
	public CompletionStage<Backlog> backlog() {
		CompletionStage<List<Object>> reply = run(Script.STREAM_BACKLOG, ScriptOutputType.MULTI, keys(this.source),
				this.group);
		return reply.thenApply(Replies::backlog);
	}

	private byte[] consumer() {
		return this.worker.consumer();
	}

	private static byte[] id(Settlement settlement) {
		return ((Entry) settlement.message()).rawId();
	}

}
