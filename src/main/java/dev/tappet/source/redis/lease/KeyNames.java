package dev.tappet.source.redis.lease;

import java.nio.charset.StandardCharsets;

import dev.tappet.source.redis.connection.SlotTags;
import io.lettuce.core.cluster.SlotHash;
import org.jspecify.annotations.Nullable;

/**
 * Every key that is kept beside a stream or a list, all in the slot of the key that they
 * serve.
 *
 * @param source the stream or list
 * @param prefix what the names of the other keys begin with
 * @param deadLetters the dead-letter stream
 */
public record KeyNames(String source, String prefix, String deadLetters) {

	/**
	 * Names the keys.
	 * @param source the stream or list
	 * @param group the consumer group, or the trigger where there is none
	 * @param clustered whether the keys must share a slot
	 * @return the names
	 */
	public static KeyNames of(String source, String group, boolean clustered) {
		String tag = hashTag(source);
		if (tag != null) {
			return new KeyNames(source, "tappet:" + source + ":" + group + ":", DeadLetterFields.key(source));
		}
		if (source.indexOf('{') < 0 && source.indexOf('}') < 0) {
			String braced = "{" + source + "}";
			return new KeyNames(source, "tappet:" + braced + ":" + group + ":",
					DeadLetterFields.key(clustered ? braced : source));
		}
		// No tag can be made of such a name, so one is looked for that lands in its slot.
		String found = "{" + tagInSlotOf(source) + "}";
		return new KeyNames(source, "tappet:" + found + ":" + source + ":" + group + ":",
				DeadLetterFields.key((clustered ? found : "") + source));
	}

	private static @Nullable String hashTag(String key) {
		int open = key.indexOf('{');
		int close = (open < 0) ? -1 : key.indexOf('}', open + 1);
		return (close > open + 1) ? key.substring(open + 1, close) : null;
	}

	private static String tagInSlotOf(String key) {
		return SlotTags.tagOf(SlotHash.getSlot(key.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Messages that wait for a time: a sorted set of ids by the server's milliseconds.
	 */
	public String due() {
		return this.prefix + "due";
	}

	/** What the names of the leases begin with; the instance id follows. */
	String leases() {
		return this.prefix + "lease:";
	}

	/** The lease of one worker, with a token as its value. */
	String lease(String instance) {
		return leases() + instance;
	}

	/**
	 * The workers that have had a lease: a hash of their connections by instance id.
	 */
	public String workers() {
		return this.prefix + "workers";
	}

	/** There for a while after a worker has looked whether anybody is needed. */
	public String looked() {
		return this.prefix + "looked";
	}

	/** By what a stream is known again when its group is lost: a hash. */
	String position() {
		return this.prefix + "position";
	}

	/**
	 * Up to which entry a group that was made anew may have forgotten what is pending.
	 */
	String anew() {
		return this.prefix + "anew";
	}

	/** Messages that run alone in their process: a hash by id. */
	String alone() {
		return this.prefix + "alone";
	}

	/** The batches of a list that were taken: a hash of how many are done and open. */
	public String batches() {
		return this.prefix + "batches";
	}

	/** What the names of the batches begin with; the batch's own name follows. */
	String batch(String name) {
		return this.prefix + "batch:" + name;
	}

	/** Messages of a list that were put off: a hash of attempts and element by id. */
	public String messages() {
		return this.prefix + "messages";
	}

	/** Which of those are in a worker's hands: a hash of owner by id. */
	String taken() {
		return this.prefix + "taken";
	}

	/** Elements of a popped list that came back from its dead letters: a list. */
	String replays() {
		return this.prefix + "replays";
	}

}
