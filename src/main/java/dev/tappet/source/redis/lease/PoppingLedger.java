package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Message;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.TriggerDefinition;

/**
 * A list whose elements are popped, and gone with their worker. What failed waits for its
 * retry in this process.
 */
public final class PoppingLedger implements Ledger {

	private record Waiting(Message message, int attempts, long dueAt) {
	}

	private final RedisServer server;

	private final Worker worker;

	private final KeyNames names;

	private final byte[] source;

	private final String trigger;

	private final boolean fromBeginning;

	private final boolean strict;

	private final String token = Worker.newToken();

	private final AtomicLong numbers = new AtomicLong();

	private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::dueAt));

	public PoppingLedger(Member member, TriggerDefinition trigger, RedisListDefinition definition, String key) {
		this.server = member.server();
		this.worker = member.worker();
		this.names = KeyNames.of(key, trigger.name(), member.server().clustered());
		this.source = Script.bytes(key);
		this.trigger = trigger.name();
		this.fromBeginning = definition.popFromBeginning();
		this.strict = trigger.ordering() == Ordering.STRICT;
	}

	@Override
	public KeyNames names() {
		return this.names;
	}

	@Override
	public String token() {
		return this.token;
	}

	@Override
	public CompletionStage<?> prepare() {
		return CompletableFuture.completedStage(null);
	}

	@Override
	public CompletionStage<ReadResult> takeNew(int most) {
		if (this.strict && waiting() > 0) {
			return CompletableFuture.completedStage(ReadResult.NOTHING);
		}
		CompletionStage<List<byte[]>> popped = this.fromBeginning ? this.server.commands().lpop(this.source, most)
				: this.server.commands().rpop(this.source, most);
		return popped.thenApply(this::taken);
	}

	private ReadResult taken(List<byte[]> elements) {
		if (elements.isEmpty()) {
			return ReadResult.NOTHING;
		}
		changed(this.source);
		List<Message> messages = new ArrayList<>(elements.size());
		for (byte[] element : elements) {
			messages.add(new Element(this.token, this.numbers.incrementAndGet(), element));
		}
		return new ReadResult(OpenBatch.fresh(this.token, null, messages), 0);
	}

	@Override
	public CompletionStage<ReadResult> takeDue(int most) {
		List<Waiting> due = new ArrayList<>();
		synchronized (this.waiting) {
			for (Waiting first = this.waiting.peek(); first != null && due.size() < most
					&& first.dueAt() <= System.nanoTime(); first = this.waiting.peek()) {
				due.add(first);
				this.waiting.remove();
			}
		}
		if (due.isEmpty()) {
			return CompletableFuture.completedStage(ReadResult.NOTHING);
		}
		return CompletableFuture
			.completedStage(new ReadResult(OpenBatch.again(this.token, due.stream().map(Waiting::message).toList(),
					due.stream().mapToInt((message) -> message.attempts() + 1).toArray()), 0));
	}

	@Override
	public CompletionStage<?> settle(List<Settlement> settlements) {
		List<CompletableFuture<?>> steps = new ArrayList<>(0);
		for (Settlement settlement : settlements) {
			switch (settlement.verdict) {
				case Verdict.Complete() -> throw new IllegalStateException("nothing is kept that could be completed");
				case Verdict.RetryAfter(var delay) -> postpone(settlement, delay.toNanos());
				case Verdict.Release() -> steps.add(giveBack(settlement));
				case Verdict.Bury bury -> steps.add(bury(settlement, bury));
			}
		}
		return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
	}

	private void postpone(Settlement settlement, long delay) {
		synchronized (this.waiting) {
			this.waiting.add(new Waiting(settlement.message(), settlement.attempt(), System.nanoTime() + delay));
		}
		confirm(settlement);
	}

	private CompletableFuture<?> giveBack(Settlement settlement) {
		byte[] element = ((Element) settlement.message()).body();
		CompletionStage<Long> pushed = this.fromBeginning ? this.server.commands().lpush(this.source, element)
				: this.server.commands().rpush(this.source, element);
		return pushed.thenAccept((length) -> {
			confirm(settlement);
			changed(this.source);
		}).toCompletableFuture();
	}

	private CompletableFuture<?> bury(Settlement settlement, Verdict.Bury verdict) {
		List<byte[]> fields = DeadLetterFields.of(settlement.message(), this.trigger, this.names.source(),
				verdict.attempts(), verdict.reason(), this.worker.clock());
		byte[] deadLetters = Script.bytes(this.names.deadLetters());
		return this.server.commands().xadd(deadLetters, (Object[]) fields.toArray(byte[][]::new)).thenAccept((id) -> {
			confirm(settlement);
			changed(deadLetters);
		}).toCompletableFuture();
	}

	private void changed(byte[] key) {
		this.server.wakeups().changed(key);
	}

	private static void confirm(Settlement settlement) {
		settlement.batch.close(settlement.position);
		settlement.confirm();
	}

	@Override
	public CompletionStage<Long> pulse() {
		synchronized (this.waiting) {
			Waiting first = this.waiting.peek();
			return CompletableFuture.completedStage((first == null) ? -1L
					: Math.max(0, TimeUnit.NANOSECONDS.toMillis(first.dueAt() - System.nanoTime()) + 1));
		}
	}

	@Override
	public CompletionStage<List<String>> missing() {
		return CompletableFuture.completedStage(List.of());
	}

	@Override
	public CompletionStage<Page> takeOver(String owner) {
		return CompletableFuture.completedStage(new Page(0, false));
	}

	private int waiting() {
		synchronized (this.waiting) {
			return this.waiting.size();
		}
	}

	@Override
	public boolean keeps() {
		return false;
	}

	@Override
	public CompletionStage<Page> reclaim(Collection<OpenBatch> known) {
		return CompletableFuture.completedStage(new Page(0, false));
	}

	@Override
	public void renewToken() {
		// There is no lease to lose.
	}

	@Override
	public CompletionStage<?> leave() {
		List<Waiting> left;
		synchronized (this.waiting) {
			left = List.copyOf(this.waiting);
			this.waiting.clear();
		}
		if (left.isEmpty()) {
			return CompletableFuture.completedStage(0L);
		}
		byte[][] elements = left.stream().map((message) -> ((Element) message.message()).body()).toArray(byte[][]::new);
		return this.fromBeginning ? this.server.commands().lpush(this.source, elements)
				: this.server.commands().rpush(this.source, elements);
	}

	@Override
	public CompletionStage<Backlog> backlog() {
		int held = waiting();
		return this.server.commands().llen(this.source).thenApply((length) -> new Backlog(length, held));
	}

	@Override
	public DeadLetters deadLetters() {
		return new DeadLetterStream(this.server, Script.bytes(this.names.deadLetters()));
	}

}
