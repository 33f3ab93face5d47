package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
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

/**
 * A list whose elements are kept until they are done. A read moves a batch of them aside
 * under a name that carries its owner; a message that is put off gets a record of its
 * own.
 */
public final class ListLedger extends LeasedLedger {

	private static final int MOST_DUE = 100;

	/**
	 * How many messages of a dead worker are moved in one call, but for the last batch.
	 */
	private static final int MOST_MOVED = 500;

	private static final int MOST_ADOPTED = 200;

	private static final int MOST_COUNTED = 500;

	private static final byte[] BESIDE = Script.bytes(ReadBuffer.BESIDE);

	private final byte[] batchIndex;

	private final byte[] postponed;

	private final byte[] taken;

	private final byte[] workers;

	private final byte[] side;

	private final ListVerdicts verdicts;

	private final AtomicLong batches = new AtomicLong();

	public ListLedger(Member member, TriggerDefinition trigger, RedisListDefinition definition, String key) {
		super(member, trigger, KeyNames.of(key, trigger.name(), member.clustered()));
		this.batchIndex = Script.bytes(this.names.batches());
		this.postponed = Script.bytes(this.names.messages());
		this.taken = Script.bytes(this.names.taken());
		this.workers = Script.bytes(this.names.workers());
		this.side = Script.bytes(definition.popFromBeginning() ? "LPOP" : "RPOP");
		this.verdicts = new ListVerdicts(this);
	}

	@Override
	public CompletionStage<Boolean> prepare() {
		return Rights.require(this.server.commands(), KeyRights.ofList(this.names)).thenApply((allowed) -> false);
	}

	@Override
	public CompletionStage<ReadResult> takeNew(Allowance allowance) {
		String current = token();
		long number = this.batches.incrementAndGet();
		String name = owner(current) + ":" + number;
		String taking = current + "-" + number;
		CompletionStage<List<Message>> reply = Script.LIST_TAKE.run(this.server.commands(),
				() -> new ElementsOutput(taking, allowance), takes(batchKey(name)), takes(name, allowance));
		return reply.thenApply((elements) -> fresh(elements, current, name));
	}

	private byte[][] takes(byte[] batch) {
		return this.strict ? keys(this.source, batch, this.batchIndex, this.due, this.taken)
				: keys(this.source, batch, this.batchIndex);
	}

	private byte[][] takes(String batch, Allowance allowance) {
		byte[] name = Script.bytes(batch);
		byte[] most = Script.bytes(allowance.most());
		byte[] bytes = Script.bytes(allowance.bytes());
		return (allowance.first() < allowance.most())
				? new byte[][] { name, this.side, most, bytes, BESIDE, Script.bytes(allowance.first()) }
				: new byte[][] { name, this.side, most, bytes, BESIDE };
	}

	private ReadResult fresh(List<Message> elements, String current, String name) {
		if (elements.isEmpty()) {
			return ReadResult.NOTHING;
		}
		changed(this.source);
		return new ReadResult(OpenBatch.fresh(current, name, elements), 0);
	}

	@Override
	public CompletionStage<ReadResult> takeDue(Allowance allowance) {
		String current = token();
		CompletionStage<List<Object>> reply = run(Script.LIST_TAKE_DUE, ScriptOutputType.MULTI,
				keys(this.due, this.postponed, this.taken, this.alone), Script.bytes(owner(current)),
				Script.bytes(Math.min(allowance.most(), MOST_DUE)), Script.bytes(allowance.bytes()), BESIDE,
				this.maxAttempts);
		return reply.thenApply((rows) -> again(rows, current, allowance));
	}

	private ReadResult again(List<Object> rows, String current, Allowance allowance) {
		int gone = Replies.integer(rows.getFirst());
		allowance.left((Long) rows.get(1));
		int size = rows.size() - 2;
		if (size + gone > 0) {
			changed(this.due);
		}
		if (size == 0) {
			return new ReadResult(null, gone);
		}
		List<Message> messages = new ArrayList<>(size);
		int[] attempts = new int[size];
		byte[] marks = new byte[size];
		for (int i = 0; i < size; i++) {
			List<?> row = Replies.list(rows.get(i + 2));
			attempts[i] = Replies.integer(row.get(1));
			marks[i] = (byte) Replies.integer(row.get(3));
			messages.add(Element.of(Replies.text(row.get(0)), (byte[]) row.get(2)));
		}
		return new ReadResult(OpenBatch.again(current, messages, attempts, marks), gone);
	}

	@Override
	public CompletionStage<?> settle(List<Settlement> settlements) {
		return this.verdicts.carryOut(settlements);
	}

	@Override
	public CompletionStage<Optional<Look>> look(Look.Kind kind) {
		CompletionStage<List<Object>> reply = run(Script.LIST_LOOK, ScriptOutputType.MULTI,
				keys(this.source, this.due, Script.bytes(this.names.looked()), this.workers, this.batchIndex,
						this.taken, this.postponed),
				Script.bytes(owner(token())), Script.bytes(this.names.leases()), flag(kind != Look.Kind.SHARED),
				idleLook(), busyLook());
		return reply.thenCompose((seen) -> {
			if (seen.isEmpty()) {
				return CompletableFuture.completedStage(Optional.empty());
			}
			Optional<Look> look = Optional
				.of(new Look((Long) seen.get(0) == 1, (Long) seen.get(1), 0, holders(seen, 3)));
			boolean orphans = (Long) seen.get(2) == 1;
			return orphans ? adopt().thenApply((adopted) -> look) : CompletableFuture.completedStage(look);
		});
	}

	@Override
	public CompletionStage<Page> takeOver(Missing missing) {
		String owner = missing.worker();
		int cut = owner.lastIndexOf('#');
		return moveAll(owner, owner.substring(0, cut), owner.substring(cut + 1), 1, missing.connection(),
				Script.bytes(BARRED.toMillis()), List.of());
	}

	@Override
	public CompletionStage<Page> reclaim(Supplier<? extends Collection<OpenBatch>> known) {
		return moveAll(owner(token()), this.worker.instance(), token(), 0, "", new byte[0], known.get());
	}

	@Override
	byte[] group() {
		return new byte[0];
	}

	private CompletionStage<Page> moveAll(String owner, String instance, String ownerToken, int attempts,
			String connection, byte[] barred, Collection<OpenBatch> known) {
		List<OpenBatch> named = known.stream().filter((batch) -> batch.name != null).toList();
		List<byte[]> arguments = new ArrayList<>(List.of(Script.bytes(owner), Script.bytes(ownerToken),
				Script.bytes(this.names.batch("")), Script.bytes(attempts), barred, Script.bytes(connection),
				Script.bytes(instance), Script.bytes(MOST_MOVED), Script.bytes(named.size())));
		named.forEach((batch) -> arguments.add(name(batch)));
		known.stream()
			.filter((batch) -> batch.name == null)
			.flatMap((batch) -> batch.messages.stream())
			.forEach((message) -> arguments.add(Script.bytes(message.id())));
		CompletionStage<List<Object>> moved = run(
				Script.LIST_TAKEOVER, ScriptOutputType.MULTI, keys(this.due, this.postponed, this.batchIndex,
						this.taken, Script.bytes(this.names.lease(instance)), this.workers),
				arguments.toArray(byte[][]::new));
		return moved.thenApply((answer) -> {
			int messages = Math.max(0, Replies.integer(answer.get(0)));
			if (messages > 0) {
				changed(this.due);
			}
			return new Page(messages, Replies.integer(answer.get(1)) == 1);
		});
	}

	@Override
	public CompletionStage<?> leave() {
		this.lease.end();
		CompletionStage<Long> left = run(Script.LIST_LEAVE, ScriptOutputType.INTEGER,
				keys(this.leaseKey, this.workers, Script.bytes(this.names.looked())), Script.bytes(token()),
				this.worker.consumer());
		return left;
	}

	@Override
	public DeadLetters deadLetters() {
		return DeadLetterStream.ofList(this.server, this.names);
	}

	/**
	 * Makes a page of messages due that no worker has and that wait for no time, since
	 * somebody removed or evicted a key beside the list.
	 * @return how many, and whether to ask again
	 */
	public CompletionStage<Page> adopt() {
		CompletionStage<List<Object>> reply = run(Script.LIST_ADOPT, ScriptOutputType.MULTI,
				keys(this.due, this.postponed, this.taken), Script.bytes(MOST_ADOPTED));
		return reply.thenApply((answer) -> {
			Page page = new Page(Replies.integer(answer.get(0)), Replies.integer(answer.get(1)) == 1);
			if (page.messages() > 0) {
				changed(this.due);
			}
			return page;
		});
	}

	@Override
	public CompletionStage<Backlog> backlog() {
		return this.server.questions()
			.list(this.source, this.batchIndex, this.postponed, Script.bytes(MOST_COUNTED))
			.thenApply(Replies::backlog);
	}

	private String owner(String ownerToken) {
		return this.worker.instance() + "#" + ownerToken;
	}

	private byte[] batchKey(String name) {
		return Script.bytes(this.names.batch(name));
	}

	private static byte[] name(OpenBatch batch) {
		return (batch.name != null) ? Script.bytes(batch.name) : new byte[0];
	}

}
