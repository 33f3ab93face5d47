package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Held;
import dev.tappet.source.Printable;
import dev.tappet.source.Workers;
import dev.tappet.source.Workers.Life;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.source.redis.connection.Session;
import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;

/**
 * The keys that say who leads a trigger and how far that one is.
 */
final class LeadKeys {

	/** Stands between the id of an instance and a random token. */
	static final char TOKEN = '#';

	/** How long it is kept how far the leader is: longer than anybody holds messages. */
	private static final Duration KEPT = Duration.ofSeconds(60);

	/** Stands in the place of a leader that has gone. */
	private static final String GIVEN_UP = "-";

	/** What the server is asked to do. */
	enum Call {

		/** Take the lead where nobody has it. */
		TAKE,

		/** Take the lead where it was given up. */
		LOOK,

		/** Give the lead up where this worker has it, and look who leads. */
		WATCH,

		/** Say how far this worker is, if it leads. */
		TELL,

		/** Give the lead up. */
		LEAVE

	}

	/**
	 * What the server answers.
	 *
	 * @param leads whether this worker leads
	 * @param holder what the key holds of another, or nothing
	 * @param remaining how long that lasts
	 * @param progress how far the last leader was, or nothing
	 * @param age how long ago it told that
	 */
	record Answer(boolean leads, String holder, Duration remaining, String progress, Duration age) {

		/** Whether another leads. */
		boolean isLed() {
			return !this.holder.isEmpty() && !this.holder.equals(GIVEN_UP);
		}

		static Answer of(List<Object> reply) {
			return new Answer(Replies.integer(reply.getFirst()) == 1, Replies.text(reply.get(1)),
					Duration.ofMillis((Long) reply.get(2)), Replies.text(reply.get(3)),
					Duration.ofMillis((Long) reply.get(4)));
		}

	}

	private final byte[][] keys;

	private final byte[] holder;

	LeadKeys(String trigger, String holder) {
		this.keys = Replies.bytes(leader(trigger), "tappet:{" + trigger + "}:progress");
		this.holder = Script.bytes(holder);
	}

	static String leader(String trigger) {
		return "tappet:{" + trigger + "}:leader";
	}

	/** Whom a holder stands for. */
	static Workers leading(byte @Nullable [] holder) {
		String text = (holder != null) ? Replies.text(holder) : GIVEN_UP;
		if (text.equals(GIVEN_UP)) {
			return Workers.of(List.of(), 0);
		}
		int end = text.lastIndexOf(TOKEN);
		Life life = (end > 0) ? Life.ALIVE : Life.FOREIGN;
		String instance = Printable.of((end > 0) ? text.substring(0, end) : text, Printable.DETAIL);
		return Workers.of(List.of(new Workers.Worker(instance, Held.UNKNOWN, life)), 1);
	}

	/** What the first of them holds while this worker leads on a connection. */
	String held(Session session) {
		return Replies.text(this.holder) + id(session);
	}

	/** Whether a holder is this worker, on whatever connection. */
	boolean isOwn(String text) {
		return text.startsWith(Replies.text(this.holder));
	}

	byte[] leader() {
		return this.keys[0];
	}

	private static String id(Session session) {
		return (session.clientId() >= 0) ? Long.toString(session.clientId()) : "";
	}

	/**
	 * Asks the server.
	 * @param session the connection
	 * @param call what to do
	 * @param deposed who is to lose the lead, or nothing
	 * @param progress how far this worker is, or nothing
	 * @return the answer
	 */
	CompletionStage<Answer> ask(Session session, Call call, String deposed, String progress) {
		CompletionStage<List<Object>> reply = Script.LEAD.run(session.commands(), ScriptOutputType.MULTI, this.keys,
				this.holder, Script.bytes(id(session)), Script.bytes(Ledger.LEASE.toMillis()),
				Script.bytes(call.name().toLowerCase(Locale.ROOT)), Script.bytes(deposed), Script.bytes(progress),
				Script.bytes(KEPT.toMillis()));
		return reply.thenApply(Answer::of);
	}

}
