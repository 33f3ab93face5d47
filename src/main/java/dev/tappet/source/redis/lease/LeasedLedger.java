package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.redis.connection.LeaseLostException;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.TriggerDefinition;
import io.lettuce.core.ScriptOutputType;

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

	LeasedLedger(Member member, TriggerDefinition trigger, KeyNames names) {
		this.server = member.server();
		this.worker = member.worker();
		this.names = names;
		this.lease = new Lease(member, names);
		this.trigger = trigger.name();
		this.strict = trigger.ordering() == Ordering.STRICT;
		this.source = Script.bytes(names.source());
		this.due = Script.bytes(names.due());
		this.leaseKey = Script.bytes(this.lease.key());
		this.deadLetters = Script.bytes(names.deadLetters());
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
	public final void renewToken() {
		this.lease.renew();
	}

	static byte[] idleLook() {
		return Script.bytes(LOOK_WHILE_IDLE);
	}

	static byte[] busyLook() {
		return Script.bytes(LOOK_WHILE_BUSY);
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
