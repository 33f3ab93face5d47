package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import io.lettuce.core.ScriptOutputType;

/**
 * Carries verdicts on the messages of a list to the server. First what goes elsewhere is
 * moved, then what is done is removed. An element is not sent back to the server that
 * holds it, but where somebody has removed it there.
 */
final class ListVerdicts {

	/** What one call removes or marks, for no call may hold up the server. */
	static final int MOST_PER_CALL = 250;

	/** What a move answers where the server does not have the element. */
	private static final long SEND_ELEMENT = 0;

	private final LeasedLedger ledger;

	private final byte[] batchIndex;

	private final byte[] postponed;

	private final byte[] taken;

	ListVerdicts(LeasedLedger ledger) {
		this.ledger = ledger;
		this.batchIndex = Script.bytes(ledger.names.batches());
		this.postponed = Script.bytes(ledger.names.messages());
		this.taken = Script.bytes(ledger.names.taken());
	}

	/** See {@link Ledger#settle}. */
	CompletionStage<?> carryOut(List<Settlement> settlements) {
		List<CompletableFuture<?>> moves = new ArrayList<>(0);
		for (Settlement settlement : settlements) {
			if (!settlement.batch.isClosed(settlement.position)) {
				switch (settlement.verdict) {
					case Verdict.Complete() -> settlement.batch.close(settlement.position);
					case Verdict.RetryAfter(var delay) ->
						moves.add(postpone(settlement, delay.toMillis(), settlement.attempt()));
					case Verdict.Release() -> moves.add(postpone(settlement, 0, settlement.attempt() - 1));
					case Verdict.Bury bury -> moves.add(bury(settlement, bury));
				}
			}
		}
		if (moves.isEmpty()) {
			return remove(settlements);
		}
		// What was moved elsewhere may only now disappear from its batch.
		return CompletableFuture.allOf(moves.toArray(CompletableFuture[]::new))
			.handle((done, failure) -> Optional.ofNullable(failure))
			.thenCompose((failure) -> remove(settlements).thenAccept((removed) -> failure.ifPresent((thrown) -> {
				throw Failures.rethrow(thrown);
			})));
	}

	private CompletableFuture<?> postpone(Settlement settlement, long delay, int attempts) {
		OpenBatch batch = settlement.batch;
		return move(settlement, this.ledger.due, Script.LIST_POSTPONE,
				withBatch(batch, this.ledger.leaseKey, this.ledger.due, this.postponed, this.taken, this.batchIndex),
				List.of(Script.bytes(batch.token), Script.bytes(settlement.message().id()),
						LeasedLedger.delay(settlement, delay), Script.bytes(attempts),
						LeasedLedger.flag(settlement.repeated), name(batch), Script.bytes(settlement.position),
						Script.bytes(batch.size())));
	}

	private CompletableFuture<?> bury(Settlement settlement, Verdict.Bury verdict) {
		OpenBatch batch = settlement.batch;
		List<byte[]> arguments = new ArrayList<>(List.of(Script.bytes(batch.token),
				Script.bytes(settlement.message().id()), LeasedLedger.flag(settlement.repeated), name(batch),
				Script.bytes(settlement.position), Script.bytes(batch.size()), Script.bytes(DeadLetterFields.PAYLOAD)));
		arguments.addAll(DeadLetterFields.ours(settlement.message().id(), this.ledger.trigger,
				this.ledger.names.source(), verdict, this.ledger.worker.clock()));
		return move(
				settlement, this.ledger.deadLetters, Script.LIST_BURY, withBatch(batch, this.ledger.leaseKey,
						this.ledger.due, this.postponed, this.taken, this.batchIndex, this.ledger.deadLetters),
				arguments);
	}

	private CompletableFuture<?> move(Settlement settlement, byte[] target, Script script, byte[][] keys,
			List<byte[]> arguments) {
		return run(script, keys, arguments)
			.thenCompose((answer) -> (answer != SEND_ELEMENT) ? CompletableFuture.completedStage(answer)
					: run(script, keys, withElement(arguments, settlement)))
			.thenAccept((answer) -> {
				this.ledger.checkLease(answer);
				settlement.batch.close(settlement.position);
				this.ledger.changed(target);
			})
			.toCompletableFuture();
	}

	private static List<byte[]> withElement(List<byte[]> arguments, Settlement settlement) {
		List<byte[]> all = new ArrayList<>(arguments);
		all.add(((Element) settlement.message()).body());
		return all;
	}

	/** Removes what is closed, and confirms it. */
	private CompletableFuture<?> remove(List<Settlement> settlements) {
		List<OpenBatch> whole = new ArrayList<>(1);
		Map<OpenBatch, List<byte[]>> parts = new LinkedHashMap<>(0);
		List<byte[]> single = new ArrayList<>(0);
		for (Settlement settlement : settlements) {
			OpenBatch batch = settlement.batch;
			if (!batch.isClosed(settlement.position)) {
				continue;
			}
			if (batch.name == null) {
				if (settlement.verdict instanceof Verdict.Complete) {
					single.add(Script.bytes(settlement.message().id()));
				}
			}
			else if (batch.open() == 0) {
				addOnce(batch, whole);
			}
			else {
				parts.computeIfAbsent(batch, (first) -> new ArrayList<>()).add(Script.bytes(settlement.position));
			}
		}
		List<CompletableFuture<?>> steps = new ArrayList<>(parts.size() + 1);
		byte[] token = Script.bytes(settlements.getFirst().batch.token);
		Replies.parts(whole, MOST_PER_CALL).forEach((part) -> steps.add(finish(token, part)));
		Replies.parts(single, MOST_PER_CALL).forEach((part) -> steps.add(forget(token, part)));
		parts.forEach((batch, positions) -> Replies.parts(positions, MOST_PER_CALL)
			.forEach((part) -> steps.add(trim(batch, part))));
		return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new)).thenRun(() -> {
			for (Settlement settlement : settlements) {
				if (settlement.batch.isClosed(settlement.position)) {
					settlement.confirm();
					this.ledger.endAlone(settlement);
				}
			}
		});
	}

	/**
	 * The messages of a batch mostly follow each other, so looking from the end is quick.
	 */
	private static void addOnce(OpenBatch batch, List<OpenBatch> batches) {
		if (batches.lastIndexOf(batch) < 0) {
			batches.add(batch);
		}
	}

	private CompletableFuture<?> finish(byte[] token, List<OpenBatch> batches) {
		List<byte[]> keys = new ArrayList<>(batches.size() + 2);
		keys.add(this.ledger.leaseKey);
		keys.add(this.batchIndex);
		List<byte[]> arguments = new ArrayList<>(batches.size() + 1);
		arguments.add(token);
		for (OpenBatch batch : batches) {
			keys.add(batchKey(String.valueOf(batch.name)));
			arguments.add(name(batch));
		}
		return checked(run(Script.LIST_FINISH, keys.toArray(byte[][]::new), arguments));
	}

	private CompletableFuture<?> forget(byte[] token, List<byte[]> ids) {
		List<byte[]> arguments = new ArrayList<>(ids.size() + 1);
		arguments.add(token);
		arguments.addAll(ids);
		return checked(run(Script.LIST_FORGET,
				LeasedLedger.keys(this.ledger.leaseKey, this.ledger.due, this.postponed, this.taken), arguments));
	}

	private CompletableFuture<?> trim(OpenBatch batch, List<byte[]> positions) {
		List<byte[]> arguments = new ArrayList<>(List.of(Script.bytes(batch.token), name(batch),
				Script.bytes(batch.start()), Script.bytes(batch.open()), Script.bytes(batch.size())));
		arguments.addAll(positions);
		return checked(run(Script.LIST_TRIM,
				LeasedLedger.keys(this.ledger.leaseKey, this.batchIndex, batchKey(String.valueOf(batch.name))),
				arguments));
	}

	private CompletableFuture<?> checked(CompletionStage<Long> reply) {
		return reply.thenAccept(this.ledger::checkLease).toCompletableFuture();
	}

	private CompletionStage<Long> run(Script script, byte[][] keys, List<byte[]> arguments) {
		return this.ledger.run(script, ScriptOutputType.INTEGER, keys, arguments.toArray(byte[][]::new));
	}

	private byte[] batchKey(String name) {
		return Script.bytes(this.ledger.names.batch(name));
	}

	private byte[][] withBatch(OpenBatch batch, byte[]... others) {
		if (batch.name == null) {
			return others;
		}
		byte[][] keys = Arrays.copyOf(others, others.length + 1);
		keys[others.length] = batchKey(batch.name);
		return keys;
	}

	private static byte[] name(OpenBatch batch) {
		return (batch.name != null) ? Script.bytes(batch.name) : new byte[0];
	}

}
