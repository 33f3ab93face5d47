package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Message;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.RetryQueue;
import dev.tappet.source.Verdict;
import dev.tappet.source.Workers;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Rights;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.TriggerDefinition;
import io.lettuce.core.SetArgs;
import org.jspecify.annotations.Nullable;

/**
 * A list whose elements are popped, and gone with their worker. What failed waits for its
 * retry in this process. What came back from the dead letters lies in a second list
 * beside the first, for an element by itself cannot carry a mark.
 */
public final class PoppingLedger implements Ledger {

	private record Waiting(Element element, int attempts, ReadBuffer.@Nullable Share share) {
	}

	private final RedisServer server;

	private final Register register;

	private final Worker worker;

	private final KeyNames names;

	private final byte[] source;

	private final byte[] replays;

	private final String trigger;

	private final boolean fromBeginning;

	private final boolean strict;

	private final String token = Worker.newToken();

	private final AtomicLong numbers = new AtomicLong();

	private final RetryQueue<Waiting> waiting = new RetryQueue<>();

	public PoppingLedger(Member member, TriggerDefinition trigger, RedisListDefinition definition, String key) {
		this.server = member.serverOf(key);
		this.register = new Register(member.redis());
		this.server.connector().advice().reads(false);
		this.worker = member.worker();
		this.names = KeyNames.of(key, trigger.name(), member.clustered());
		this.source = Script.bytes(key);
		this.replays = Script.bytes(this.names.replays());
		this.trigger = trigger.name();
		this.fromBeginning = definition.popFromBeginning();
		this.strict = trigger.ordering() == Ordering.STRICT;
	}

	@Override
	public KeyNames names() {
		return this.names;
	}

	@Override
	public String dueKey() {
		return this.names.replays();
	}

	@Override
	public String token() {
		return this.token;
	}

	@Override
	public CompletionStage<Boolean> prepare() {
		return Rights.require(this.server.commands(), KeyRights.ofPoppedList(this.names, this.fromBeginning))
			.thenApply((allowed) -> false);
	}

	@Override
	public CompletionStage<ReadResult> takeNew(Allowance allowance) {
		if (this.strict && this.waiting.size() > 0) {
			return nothing();
		}
		return allowance.seen() ? pop(allowance.cautious()) : first().thenCompose((first) -> first.isEmpty() ? nothing()
				: pop(allowance.cautious(first.getFirst().length + (long) ReadBuffer.BESIDE)));
	}

	private static CompletionStage<ReadResult> nothing() {
		return CompletableFuture.completedStage(ReadResult.NOTHING);
	}

	/** What is popped cannot be handed back, so it is looked at once before. */
	private CompletionStage<List<byte[]>> first() {
		long end = this.fromBeginning ? 0 : -1;
		return this.server.commands().lrange(this.source, end, end);
	}

	private CompletionStage<ReadResult> pop(int most) {
		if (most == 0) {
			return nothing();
		}
		CompletionStage<List<byte[]>> popped = this.fromBeginning ? this.server.commands().lpop(this.source, most)
				: this.server.commands().rpop(this.source, most);
		return popped.thenApply((elements) -> taken(elements, this.source, this.token));
	}

	private ReadResult taken(List<byte[]> elements, byte[] from, String taking) {
		if (elements.isEmpty()) {
			return ReadResult.NOTHING;
		}
		this.server.wakeups().changed(from);
		List<Message> messages = new ArrayList<>(elements.size());
		for (byte[] element : elements) {
			messages.add(new Element(taking, this.numbers.incrementAndGet(), element));
		}
		return new ReadResult(OpenBatch.fresh(this.token, null, messages), 0);
	}

	/** What was replayed counts as due, and is asked for when no retry is. */
	@Override
	public CompletionStage<ReadResult> takeDue(Allowance allowance) {
		List<Waiting> due = this.waiting.poll(System.nanoTime(), allowance.most());
		if (due.isEmpty()) {
			return this.server.commands()
				.lpop(this.replays, allowance.cautious())
				.thenApply((elements) -> taken(elements, this.replays, ReplayMark.ELEMENT_START + this.token));
		}
		List<Message> messages = new ArrayList<>(due.size());
		due.forEach((each) -> messages.add(each.element()));
		int[] attempts = due.stream().mapToInt((each) -> each.attempts() + 1).toArray();
		OpenBatch batch = OpenBatch.again(this.token, messages, attempts).counted(due.getFirst().share());
		return CompletableFuture.completedStage(new ReadResult(batch, 0));
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
		Element element = (Element) settlement.message();
		// It stays in this process, and so does the room that it takes.
		this.waiting.add(new Waiting(element, settlement.attempt(), settlement.batch.pass(settlement.position)),
				System.nanoTime() + delay.toNanos());
		confirm(settlement);
	}

	private CompletableFuture<?> giveBack(Settlement settlement) {
		return giveBack(List.of((Element) settlement.message())).thenRun(() -> confirm(settlement));
	}

	/**
	 * Pushes elements to where they were popped, the first of them to be popped first.
	 */
	private CompletableFuture<?> giveBack(List<Element> elements) {
		byte[][] replayed = bodies(elements, true);
		byte[][] others = bodies(elements, false);
		List<CompletableFuture<?>> pushes = new ArrayList<>(2);
		if (replayed.length > 0) {
			pushes.add(pushed(this.server.commands().lpush(this.replays, replayed), this.replays));
		}
		if (others.length > 0) {
			pushes.add(pushed(this.fromBeginning ? this.server.commands().lpush(this.source, others)
					: this.server.commands().rpush(this.source, others), this.source));
		}
		return CompletableFuture.allOf(pushes.toArray(CompletableFuture[]::new));
	}

	private static byte[][] bodies(List<Element> elements, boolean replayed) {
		return elements.reversed()
			.stream()
			.filter((element) -> ReplayMark.isOn(element) == replayed)
			.map(Element::body)
			.toArray(byte[][]::new);
	}

	private CompletableFuture<?> pushed(CompletionStage<Long> push, byte[] key) {
		return push.thenAccept((length) -> this.server.wakeups().changed(key)).toCompletableFuture();
	}

	private CompletableFuture<?> bury(Settlement settlement, Verdict.Bury verdict) {
		List<byte[]> fields = DeadLetterFields.of(settlement.message(), this.trigger, this.names.source(),
				verdict.attempts(), verdict.reason(), this.worker.clock());
		byte[] deadLetters = Script.bytes(this.names.deadLetters());
		return this.server.commands().xadd(deadLetters, (Object[]) fields.toArray(byte[][]::new)).thenAccept((id) -> {
			confirm(settlement);
			this.server.wakeups().changed(deadLetters);
		}).toCompletableFuture();
	}

	private static void confirm(Settlement settlement) {
		settlement.batch.close(settlement.position);
		settlement.confirm();
	}

	@Override
	public CompletionStage<Pulse> pulse(boolean holding) {
		long wait = this.waiting.untilDue(System.nanoTime());
		return CompletableFuture
			.completedStage(new Pulse((wait < 0) ? -1 : TimeUnit.NANOSECONDS.toMillis(wait) + 1, false));
	}

	@Override
	public CompletionStage<Void> rest() {
		return CompletableFuture.completedStage(null);
	}

	/** Looks for elements and for replays, should the server not tell of them. */
	@Override
	public CompletionStage<Optional<Look>> look(Look.Kind kind) {
		byte[] looked = Script.bytes(this.names.looked());
		CompletionStage<String> marked = this.server.commands()
			.set(looked, Script.bytes(1), SetArgs.Builder.px(LeasedLedger.LOOK_WHILE_IDLE));
		return marked.thenCombine(this.server.commands().exists(this.source), (done, elements) -> elements)
			.thenCombine(this.server.commands().exists(this.replays),
					(elements, replayed) -> Optional.of(new Look(elements > 0, (replayed > 0) ? 0 : -1, 0, List.of())));
	}

	@Override
	public CompletionStage<Page> takeOver(Missing worker) {
		return CompletableFuture.completedStage(new Page(0, false));
	}

	@Override
	public boolean keeps() {
		return false;
	}

	@Override
	public CompletionStage<Page> reclaim(Supplier<? extends Collection<OpenBatch>> known) {
		return CompletableFuture.completedStage(new Page(0, false));
	}

	@Override
	public void renewToken() {
		// There is no lease to lose.
	}

	@Override
	public CompletionStage<?> leave() {
		return giveBack(this.waiting.clear().stream().map(Waiting::element).toList())
			.thenCombine(this.server.commands().del(Script.bytes(this.names.looked())), (done, looked) -> done);
	}

	@Override
	public CompletionStage<Backlog> backlog() {
		int held = this.waiting.size();
		return this.server.questions()
			.listLength(this.source)
			.thenCombine(this.server.questions().listLength(this.replays),
					(length, replayed) -> new Backlog(length + replayed, held));
	}

	@Override
	public CompletionStage<@Nullable Workers> workers() {
		return this.register.workersOn(this.trigger).thenApply((workers) -> workers);
	}

	@Override
	public DeadLetters deadLetters() {
		return DeadLetterStream.ofPoppedList(this.server, this.names);
	}

}
