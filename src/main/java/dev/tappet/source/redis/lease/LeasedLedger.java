package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Workers;
import dev.tappet.source.redis.connection.LeaseLostException;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.TriggerDefinition;
import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What streams and lists that keep their messages have in common: a lease, under which
 * everything is taken and settled.
 */
abstract class LeasedLedger implements Ledger {

	/**
	 * How long in ms the next look may wait, a little less than the beat to which workers
	 * look.
	 */
	static final long LOOK_WHILE_IDLE = 1900;

	/** The same, while anything is unfinished that may have to be taken over. */
	static final long LOOK_WHILE_BUSY = 400;

	/** Longer than a message waits. */
	static final Duration REMEMBERED = Duration.ofDays(7);

	private static final Logger logger = LoggerFactory.getLogger(LeasedLedger.class);

	private final Member member;

	final RedisServer server;

	final Worker worker;

	final KeyNames names;

	final Lease lease;

	final String trigger;

	final boolean strict;

	/** The key of the stream or list. */
	final byte[] source;

	final byte[] due;

	final byte[] leaseKey;

	final byte[] deadLetters;

	final byte[] alone;

	final byte[] maxAttempts;

	LeasedLedger(Member member, TriggerDefinition trigger, KeyNames names) {
		this.member = member;
		this.server = member.serverOf(names.source());
		this.server.connector().advice().reads(true);
		this.worker = member.worker();
		this.names = names;
		this.lease = new Lease(member, names);
		this.trigger = trigger.name();
		this.strict = trigger.ordering() == Ordering.STRICT;
		this.source = Script.bytes(names.source());
		this.due = Script.bytes(names.due());
		this.leaseKey = Script.bytes(this.lease.key());
		this.deadLetters = Script.bytes(names.deadLetters());
		this.alone = Script.bytes(names.alone());
		this.maxAttempts = Script.bytes(trigger.retry().maxAttempts());
	}

	@Override
	public final KeyNames names() {
		return this.names;
	}

	@Override
	public final String token() {
		return this.lease.token();
	}

	@Override
	public final CompletionStage<Pulse> pulse(boolean holding) {
		return this.lease.pulse(holding ? group() : new byte[0]);
	}

	@Override
	public final CompletionStage<Void> rest() {
		return this.lease.rest();
	}

	/** The group that counts what this worker holds, or nothing where there is none. */
	abstract byte[] group();

	@Override
	public final CompletionStage<@Nullable Workers> workers() {
		return new WorkersReader(this.member, this.names, group()).ask().thenApply((workers) -> workers);
	}

	@Override
	public final void renewToken() {
		this.lease.renew();
	}

	static byte[] idleLook() {
		return Script.bytes(LOOK_WHILE_IDLE);
	}

	static byte[] busyLook() {
		return Script.bytes(LOOK_WHILE_BUSY);
	}

	@Override
	public final CompletionStage<Void> beginAlone(OpenBatch batch, int position) {
		CompletionStage<Long> noted = run(Script.ALONE, ScriptOutputType.INTEGER, keys(this.leaseKey, this.alone),
				Script.bytes(batch.token), Script.bytes(batch.messages.get(position).id()),
				Script.bytes(REMEMBERED.toMillis()));
		return noted.thenAccept(this::checkLease);
	}

	/** A message that ran alone is settled, and the server need not remember it. */
	final void endAlone(Settlement settlement) {
		if (settlement.batch.isAlone(settlement.position)) {
			this.server.commands()
				.hdel(this.alone, Script.bytes(settlement.message().id()))
				.whenComplete((done, failure) -> {
					if (failure != null) {
						logger.debug("It is remembered for a while that a message ran alone", failure);
					}
				});
		}
	}

	/**
	 * How long a message is put off. The fraction keeps in mind that a worker died which
	 * held it; half a millisecond stands for one that died just now.
	 */
	static byte[] delay(Settlement settlement, long millis) {
		return Script.bytes(settlement.batch.isSuspect(settlement.position) ? (millis - 0.25) + "" : millis + "");
	}

	/** The server does not tell what is changed by ourselves. */
	final void changed(byte[] key) {
		this.server.wakeups().changed(key);
	}

	final void checkLease(long answer) {
		if (answer < 0) {
			throw new LeaseLostException(this.names.source());
		}
	}

	final <T> CompletionStage<T> run(Script script, ScriptOutputType type, byte[][] keys, byte[]... arguments) {
		return script.run(this.server.commands(), type, keys, arguments);
	}

	/** The holders of a look, each of which is its name, lease and connection. */
	static List<Look.Holder> holders(List<Object> reply, int from) {
		List<Look.Holder> holders = new ArrayList<>(0);
		for (int i = from; i + 2 < reply.size(); i += 3) {
			holders.add(new Look.Holder(Replies.text(reply.get(i)), !Replies.text(reply.get(i + 1)).isEmpty(),
					Replies.text(reply.get(i + 2))));
		}
		return holders;
	}

	static byte[][] keys(byte[]... keys) {
		return keys;
	}

	static byte[] flag(boolean set) {
		return Script.bytes(set ? 1 : 0);
	}

}
