package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Message;
import dev.tappet.source.RetryQueue;
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

	private record Waiting(Element element, int attempts) {
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

	private final RetryQueue<Waiting> waiting = new RetryQueue<>();

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
		if (this.strict && this.waiting.size() > 0) {
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
		List<Waiting> due = this.waiting.poll(System.nanoTime(), most);
		if (due.isEmpty()) {
			return CompletableFuture.completedStage(ReadResult.NOTHING);
		}
		List<Message> messages = new ArrayList<>(due.size());
		due.forEach((each) -> messages.add(each.element()));
		int[] attempts = due.stream().mapToInt((each) -> each.attempts() + 1).toArray();
		return CompletableFuture.completedStage(new ReadResult(OpenBatch.again(this.token, messages, attempts), 0));
	}

	@Override
	public CompletionStage<?> settle(List<Settlement> settlements) {
		List<CompletableFuture<?>> steps = new ArrayList<>(0);
		for (Settlement settlement : settlements) {
			switch (settlement.verdict) {
				case Verdict.Complete() -> throw new IllegalStateException("nothing is kept that could be completed");
				case Verdict.RetryAfter(var delay) -> postpone(settlement, delay);
				case Verdict.Release() -> steps.add(giveBack(settlement));
				case Verdict.Bury bury -> steps.add(bury(settlement, bury));
			}
		}
		return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
	}

	private void postpone(Settlement settlement, Duration delay) {
		this.waiting.add(new Waiting((Element) settlement.message(), settlement.attempt()),
				System.nanoTime() + delay.toNanos());
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
		long wait = this.waiting.untilDue(System.nanoTime());
		return CompletableFuture.completedStage((wait < 0) ? -1L : TimeUnit.NANOSECONDS.toMillis(wait) + 1);
	}

	@Override
	public CompletionStage<List<String>> missing() {
		return CompletableFuture.completedStage(List.of());
	}

	@Override
	public CompletionStage<Page> takeOver(String owner) {
		return CompletableFuture.completedStage(new Page(0, false));
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
		// The first to be due is the last to be pushed, and so the first to be popped.
		byte[][] left = this.waiting.clear()
			.reversed()
			.stream()
			.map((each) -> each.element().body())
			.toArray(byte[][]::new);
		if (left.length == 0) {
			return CompletableFuture.completedStage(0L);
		}
		return this.fromBeginning ? this.server.commands().lpush(this.source, left)
				: this.server.commands().rpush(this.source, left);
	}

	@Override
	public CompletionStage<Backlog> backlog() {
		int held = this.waiting.size();
		return this.server.commands().llen(this.source).thenApply((length) -> new Backlog(length, held));
	}

	@Override
	public DeadLetters deadLetters() {
		return new DeadLetterStream(this.server, Script.bytes(this.names.deadLetters()));
	}

}
