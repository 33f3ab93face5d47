package dev.tappet.source.redis.lease;

import java.util.concurrent.CompletionStage;

import dev.tappet.source.redis.connection.LeaseLostException;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.TriggerDefinition;
import io.lettuce.core.ScriptOutputType;

/**
 * What streams and lists that keep their messages have in common: a lease, under which
 * everything is taken and settled.
 */
abstract class LeasedLedger implements Ledger {

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
	public final CompletionStage<Long> pulse() {
		return this.lease.pulse();
	}

	@Override
	public final void renewToken() {
		this.lease.renew();
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

	static byte[][] keys(byte[]... keys) {
		return keys;
	}

	static byte[] flag(boolean set) {
		return Script.bytes(set ? 1 : 0);
	}

}
