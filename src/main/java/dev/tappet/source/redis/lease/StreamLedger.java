package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Message;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Rights;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.trigger.TriggerDefinition;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.ByteArrayCodec;
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

	private static final byte[] BESIDE = Script.bytes(ReadBuffer.BESIDE);

	/** How much of what this worker holds is walked through in one call. */
	private static final int HELD_PAGE = 500;

	/** What the server answers to a leave before others have what was handed back. */
	private static final long OTHERS_TAKE = 2;

	private static final int MOST_LEAVES = 10;

	private static final Executor SOON = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

	private final RedisStreamDefinition definition;

	private final byte[] group;

	private final StreamVerdicts verdicts;

	private final StreamBacklog backlog;

	private volatile String position = "";

	/** The position at the last look, after which the server remembers it. */
	private volatile String lookedAt = "";

	private volatile String reclaimedUpTo = "-";

	/** Whether what is found may be of a process that had this instance's id before. */
	private volatile boolean firstWalk = true;

	public StreamLedger(Member member, TriggerDefinition trigger, RedisStreamDefinition definition, String key) {
		super(member, trigger, KeyNames.of(key, definition.group(), member.clustered()));
		this.definition = definition;
		this.group = Script.bytes(definition.group());
		this.verdicts = new StreamVerdicts(this, definition);
		this.backlog = new StreamBacklog(this.server, this.names, this.group);
	}

	@Override
	public CompletionStage<Boolean> prepare() {
		CompletionStage<Long> made = Rights
			.require(this.server.commands(), KeyRights.ofStream(this.names, this.definition.group()))
			.thenCompose(
					(allowed) -> run(Script.STREAM_PREPARE, ScriptOutputType.INTEGER,
							keys(this.source, Script.bytes(this.names.position()), Script.bytes(this.names.anew()),
									this.due),
							this.group, Script.bytes(this.definition.startFrom()), Script.bytes(this.position),
							Script.bytes(REMEMBERED.toMillis())));
		return made.thenApply((answer) -> answer == 2);
	}

	@Override
	public CompletionStage<ReadResult> takeNew(Allowance allowance) {
		if (this.strict) {
			String current = token();
			CompletionStage<List<Object>> reply = run(Script.STREAM_TAKE_STRICT, ScriptOutputType.MULTI,
					keys(this.source, this.due, Script.bytes(this.names.workers())), this.group, consumer(),
					Script.bytes(allowance.most()), Script.bytes(allowance.bytes()), BESIDE);
			return reply.thenApply((rows) -> taken(rows, current, allowance));
		}
		CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE).add(CommandKeyword.GROUP)
			.add(this.group)
			.add(consumer())
			.add(CommandKeyword.COUNT)
			.add(allowance.cautious())
			.add("STREAMS")
			.addKey(this.source)
			.add(">");
		String current = token();
		List<Message> left = new ArrayList<>(0);
		return this.server.commands()
			.dispatch(CommandType.XREADGROUP, EntriesOutput.within(allowance, left), args)
			.thenApply((entries) -> fresh(entries, left, current));
	}

	/** What there was no room for comes after what there was. */
	private ReadResult fresh(List<Message> entries, List<Message> left, String current) {
		if (entries.isEmpty() && left.isEmpty()) {
			return ReadResult.NOTHING;
		}
		this.position = (left.isEmpty() ? entries : left).getLast().id();
		return new ReadResult(entries.isEmpty() ? null : OpenBatch.fresh(current, null, entries), 0,
				left.isEmpty() ? null : OpenBatch.fresh(current, null, left));
	}

	@Override
	public CompletionStage<ReadResult> takeDue(Allowance allowance) {
		String current = token();
		CompletionStage<List<Object>> reply = run(Script.STREAM_TAKE_DUE, ScriptOutputType.MULTI,
				keys(this.source, this.due, Script.bytes(this.names.anew()), this.alone), this.group, consumer(),
				Script.bytes(Math.min(allowance.most(), PAGE)), Script.bytes(allowance.bytes()), BESIDE,
				this.maxAttempts);
		return reply.thenApply((rows) -> tellDue(taken(rows, current, allowance)));
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

	private static ReadResult taken(List<Object> rows, String current, Allowance allowance) {
		int gone = Math.max(0, Replies.integer(rows.getFirst()));
		allowance.left((Long) rows.get(1));
		int size = rows.size() - 2;
		if (size == 0) {
			return new ReadResult(null, gone);
		}
		List<Message> messages = new ArrayList<>(size);
		int[] attempts = new int[size];
		byte[] marks = new byte[size];
		for (int i = 0; i < size; i++) {
			List<?> row = Replies.list(rows.get(i + 2));
			attempts[i] = Replies.integer(row.get(1));
			byte[][] fields = Replies.list(row.get(2)).stream().map(byte[].class::cast).toArray(byte[][]::new);
			marks[i] = (row.size() > 3) ? (byte) Replies.integer(row.get(3)) : 0;
			messages.add(new Entry((byte[]) row.get(0), fields));
		}
		return new ReadResult(OpenBatch.again(current, messages, attempts, marks), gone);
	}

	@Override
	public CompletionStage<?> settle(List<Settlement> settlements) {
		return this.verdicts.carryOut(settlements);
	}

	@Override
	public CompletionStage<Optional<Look>> look(Look.Kind kind) {
		CompletionStage<List<Object>> reply = run(Script.STREAM_LOOK, ScriptOutputType.MULTI,
				keys(this.source, this.due, Script.bytes(this.names.looked()), Script.bytes(this.names.workers()),
						Script.bytes(this.names.position())),
				this.group, consumer(), Script.bytes(this.names.leases()), flag(kind != Look.Kind.SHARED),
				flag(kind == Look.Kind.ALL), idleLook(), busyLook(), Script.bytes(this.lookedAt));
		return reply.thenApply((seen) -> seen.isEmpty() ? Optional.empty() : Optional.of(seen(seen)));
	}

	private Look seen(List<Object> reply) {
		this.lookedAt = Replies.text(reply.get(3));
		this.position = this.lookedAt;
		return new Look((Long) reply.get(0) == 1, (Long) reply.get(1), (Long) reply.get(2), holders(reply, 4));
	}

	@Override
	public CompletionStage<Page> takeOver(Missing worker) {
		CompletionStage<List<Object>> reply = run(Script.STREAM_TAKEOVER, ScriptOutputType.MULTI,
				keys(this.source, this.due, Script.bytes(this.names.lease(worker.worker())),
						Script.bytes(this.names.workers())),
				this.group, consumer(), Script.bytes(worker.worker()), Script.bytes(PAGE),
				Script.bytes(BARRED.toMillis()), Script.bytes(worker.connection()));
		return reply.thenApply((answer) -> tellDue(
				new Page(Math.max(0, Replies.integer(answer.get(0))), Replies.integer(answer.get(1)) == 1)));
	}

	/**
	 * Reads go on meanwhile: what they have brought before a page was answered is known
	 * by then, for the server answers in order.
	 */
	@Override
	public boolean reclaimsAlone() {
		return false;
	}

	@Override
	public CompletionStage<Page> reclaim(Supplier<? extends Collection<OpenBatch>> known) {
		CompletionStage<List<Object>> page = run(Script.STREAM_HELD, ScriptOutputType.MULTI,
				keys(this.source, this.due), this.group, consumer(), Script.bytes(this.reclaimedUpTo),
				Script.bytes(HELD_PAGE));
		return page.thenCompose((held) -> reclaim(held, known.get()));
	}

	private CompletionStage<Page> reclaim(List<Object> held, Collection<OpenBatch> known) {
		String last = Replies.text(held.getFirst());
		boolean more = !last.isEmpty();
		this.reclaimedUpTo = more ? last : "-";
		boolean ofEarlierLife = this.firstWalk;
		this.firstWalk &= more;
		Map<String, byte[]> lost = new LinkedHashMap<>();
		for (int i = 1; i < held.size(); i += 2) {
			lost.put(Replies.text(held.get(i)), Script.bytes((Long) held.get(i + 1)));
		}
		if (!lost.isEmpty()) {
			known.forEach((batch) -> batch.messages.forEach((message) -> lost.remove(message.id())));
		}
		if (lost.isEmpty()) {
			return CompletableFuture.completedStage(new Page(0, more));
		}
		List<byte[]> arguments = new ArrayList<>(List.of(this.group, consumer(), flag(ofEarlierLife)));
		lost.forEach((id, delivered) -> {
			arguments.add(Script.bytes(id));
			arguments.add(delivered);
		});
		CompletionStage<Long> reclaimed = run(Script.STREAM_RECLAIM, ScriptOutputType.INTEGER,
				keys(this.source, this.due), arguments.toArray(byte[][]::new));
		return reclaimed.thenApply((messages) -> tellDue(new Page(messages.intValue(), more)));
	}

	@Override
	public CompletionStage<Void> restore(Collection<OpenBatch> known) {
		List<byte[]> entries = new ArrayList<>(0);
		for (OpenBatch batch : known) {
			for (int i = 0; i < batch.size(); i++) {
				if (batch.token.equals(token()) && !batch.isClosed(i)) {
					entries.add(Script.bytes(batch.messages.get(i).id()));
					entries.add(Script.bytes(batch.attempt(i)));
				}
			}
		}
		List<CompletableFuture<?>> steps = new ArrayList<>(0);
		for (List<byte[]> part : Replies.parts(entries, 2 * HELD_PAGE)) {
			List<byte[]> arguments = new ArrayList<>(
					List.of(Script.bytes(token()), this.group, consumer(), Script.bytes(REMEMBERED.toMillis())));
			arguments.addAll(part);
			CompletionStage<Long> restored = run(Script.STREAM_RESTORE, ScriptOutputType.INTEGER,
					keys(this.source, this.leaseKey, Script.bytes(this.names.anew())),
					arguments.toArray(byte[][]::new));
			steps.add(restored.toCompletableFuture());
		}
		return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
	}

	@Override
	byte[] group() {
		return this.group;
	}

	@Override
	public CompletionStage<?> leave() {
		this.lease.end();
		return leave(MOST_LEAVES);
	}

	/**
	 * What was handed back is taken by others within milliseconds. Nobody would look for
	 * a consumer that nothing is pending for any more, so it is not left behind then.
	 */
	private CompletionStage<Long> leave(int tries) {
		CompletionStage<Long> left = run(Script.STREAM_LEAVE, ScriptOutputType.INTEGER,
				keys(this.source, this.leaseKey, Script.bytes(this.names.workers()), Script.bytes(this.names.looked()),
						Script.bytes(this.names.position()), this.due),
				Script.bytes(token()), this.group, consumer());
		return left.thenCompose((answer) -> (answer == OTHERS_TAKE && tries > 1)
				? CompletableFuture.supplyAsync(() -> leave(tries - 1), SOON).thenCompose(Function.identity())
				: CompletableFuture.completedStage(answer));
	}

	@Override
	public DeadLetters deadLetters() {
		return DeadLetterStream.ofStream(this.server, this.names);
	}

	@Override
	public CompletionStage<Backlog> backlog() {
		return this.backlog.ask().thenApply(StreamFigures::backlog);
	}

	@Override
	public CompletionStage<@Nullable Duration> backlogAge() {
		return this.backlog.ask().thenApply(StreamFigures::age);
	}

	private byte[] consumer() {
		return this.worker.consumer();
	}

}
