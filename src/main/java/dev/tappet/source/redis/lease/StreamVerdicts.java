package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;

/**
 * Carries verdicts on the entries of a stream to the server. An entry that is given up is
 * not sent back to the server that holds it, but where somebody has removed it there, or
 * where it is too long for a script.
 */
final class StreamVerdicts {

	/** Longer calls cost the server more for each entry. */
	private static final int MOST_PER_CALL = 250;

	/**
	 * Each takes some round trips, and the whole step must not take as long as a reply
	 * may. The others travel in the next step.
	 */
	private static final int MOST_LONG_ONES = 4;

	/** What the script answers where the server does not have the entry. */
	private static final long SEND_ENTRY = 0;

	private final LeasedLedger ledger;

	private final byte[] group;

	private final boolean deletes;

	StreamVerdicts(LeasedLedger ledger, RedisStreamDefinition definition) {
		this.ledger = ledger;
		this.group = Script.bytes(definition.group());
		this.deletes = definition.deleteAfterProcess();
	}

	/** See {@link Ledger#settle}. */
	CompletionStage<?> carryOut(List<Settlement> settlements) {
		List<CompletableFuture<?>> steps = new ArrayList<>();
		List<Settlement> done = new ArrayList<>(settlements.size());
		List<Settlement> later = new ArrayList<>(0);
		List<Settlement> tooLong = new ArrayList<>(0);
		for (Settlement settlement : settlements) {
			switch (settlement.verdict) {
				case Verdict.Complete() -> done.add(settlement);
				case Verdict.RetryAfter(var delay) -> later.add(settlement);
				case Verdict.Release() -> later.add(settlement);
				case Verdict.Bury bury when LongBurial.isNeededFor(settlement) -> tooLong.add(settlement);
				case Verdict.Bury bury -> steps.add(bury(settlement, bury));
			}
		}
		Replies.parts(done, MOST_PER_CALL).forEach((part) -> steps.add(acknowledge(part)));
		Replies.parts(later, MOST_PER_CALL).forEach((part) -> steps.add(postpone(part)));
		if (!tooLong.isEmpty()) {
			buryOneByOne(tooLong.subList(0, Math.min(MOST_LONG_ONES, tooLong.size())), steps);
		}
		return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
	}

	private CompletableFuture<?> acknowledge(List<Settlement> part) {
		byte[][] arguments = new byte[part.size() + 3][];
		arguments[0] = Script.bytes(part.getFirst().batch.token);
		arguments[1] = this.group;
		arguments[2] = LeasedLedger.flag(this.deletes);
		for (int i = 0; i < part.size(); i++) {
			arguments[i + 3] = id(part.get(i));
		}
		return confirm(part, this.deletes ? this.ledger.source : null, this.ledger.run(Script.STREAM_ACKNOWLEDGE,
				ScriptOutputType.INTEGER, keys(this.ledger.source, this.ledger.leaseKey), arguments));
	}

	private CompletableFuture<?> postpone(List<Settlement> part) {
		byte[][] arguments = new byte[part.size() * 4 + 3][];
		arguments[0] = Script.bytes(part.getFirst().batch.token);
		arguments[1] = this.group;
		arguments[2] = this.ledger.worker.consumer();
		for (int i = 0; i < part.size(); i++) {
			Verdict verdict = part.get(i).verdict;
			arguments[i * 4 + 3] = id(part.get(i));
			arguments[i * 4 + 4] = LeasedLedger.delay(part.get(i),
					(verdict instanceof Verdict.RetryAfter retry) ? retry.delay().toMillis() : 0);
			arguments[i * 4 + 5] = LeasedLedger.flag(verdict instanceof Verdict.Release);
			arguments[i * 4 + 6] = LeasedLedger.flag(part.get(i).repeated);
		}
		return confirm(part, this.ledger.due, this.ledger.run(Script.STREAM_POSTPONE, ScriptOutputType.INTEGER,
				keys(this.ledger.source, this.ledger.due, this.ledger.leaseKey), arguments));
	}

	private CompletableFuture<?> bury(Settlement settlement, Verdict.Bury verdict) {
		List<byte[]> arguments = new ArrayList<>(arguments(settlement, "write"));
		arguments.addAll(ours(settlement, verdict));
		return buried(settlement, bury(arguments).thenCompose((answer) -> {
			if (answer != SEND_ENTRY) {
				return CompletableFuture.completedStage(answer);
			}
			arguments.addAll(List.of(((Entry) settlement.message()).fields()));
			return bury(arguments);
		}));
	}

	private CompletionStage<Long> bury(List<byte[]> arguments) {
		return this.ledger.run(Script.STREAM_BURY, ScriptOutputType.INTEGER, buryKeys(),
				arguments.toArray(byte[][]::new));
	}

	private byte[][] buryKeys() {
		return keys(this.ledger.source, this.ledger.leaseKey, this.ledger.deadLetters);
	}

	private List<byte[]> arguments(Settlement settlement, String what) {
		return List.of(Script.bytes(settlement.batch.token), this.group, id(settlement),
				LeasedLedger.flag(settlement.repeated), LeasedLedger.flag(this.deletes), this.ledger.worker.consumer(),
				Script.bytes(what));
	}

	private List<byte[]> ours(Settlement settlement, Verdict.Bury verdict) {
		return DeadLetterFields.ours(settlement.message().id(), this.ledger.trigger, this.ledger.names.source(),
				verdict, this.ledger.worker.clock());
	}

	/** One after the other, all on one connection. */
	private void buryOneByOne(List<Settlement> settlements, List<CompletableFuture<?>> steps) {
		CompletableFuture<LongBurial> burial = this.ledger.server.openOwn()
			.thenApply((own) -> new LongBurial(own, buryKeys(), this.group, this.deletes))
			.toCompletableFuture();
		CompletableFuture<?> last = burial;
		for (Settlement settlement : settlements) {
			// One that is refused says nothing of the next.
			CompletableFuture<?> next = last.handle((before, refused) -> settlement)
				.thenCompose((each) -> burial)
				.thenCompose((own) -> buried(settlement, own.bury(settlement, arguments(settlement, "ask"),
						ours(settlement, (Verdict.Bury) settlement.verdict))));
			steps.add(next);
			last = next;
		}
		last.whenComplete((done, failure) -> burial.thenAccept(LongBurial::close));
	}

	private CompletableFuture<?> buried(Settlement settlement, CompletionStage<Long> reply) {
		return confirm(List.of(settlement), this.ledger.deadLetters, reply)
			.thenRun(() -> this.ledger.changed(this.ledger.source));
	}

	private CompletableFuture<?> confirm(List<Settlement> part, byte @Nullable [] changed,
			CompletionStage<Long> reply) {
		return reply.thenAccept((answer) -> {
			this.ledger.checkLease(answer);
			for (Settlement settlement : part) {
				settlement.batch.close(settlement.position);
				settlement.confirm();
				this.ledger.endAlone(settlement);
			}
			if (changed != null) {
				this.ledger.changed(changed);
			}
		}).toCompletableFuture();
	}

	private static byte[][] keys(byte[]... keys) {
		return LeasedLedger.keys(keys);
	}

	private static byte[] id(Settlement settlement) {
		return ((Entry) settlement.message()).rawId();
	}

}
