package dev.tappet.source.redis;

import java.util.List;

import dev.tappet.source.Finding;
import dev.tappet.source.redis.connection.Call;
import dev.tappet.source.redis.connection.Questions;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.source.redis.connection.Subject;
import dev.tappet.source.redis.lease.KeyNames;
import dev.tappet.source.redis.lease.KeyRights;
import dev.tappet.source.redis.lease.RedisListDefinition;
import dev.tappet.source.redis.lease.RedisStreamDefinition;
import dev.tappet.trigger.TriggerDefinition;
import io.lettuce.core.ScriptOutputType;

/**
 * Looks whether a stream or list can be worked on, and what waits there.
 *
 * @param membership the Redis
 * @param trigger the trigger
 * @param names the key, and those beside it
 */
record KeyInspection(Membership membership, TriggerDefinition trigger, KeyNames names) {

	private static final byte[] MOST_COUNTED = Script.bytes(500);

	List<Finding> ofStream(RedisStreamDefinition definition) {
		Inspection inspection = inspection();
		return inspection.run(this.names.source(), (commands) -> {
			inspection.server(commands, true, true);
			inspection.rights(commands, KeyRights.ofStream(this.names, definition.group()), useful());
			inspection.ask(commands,
					(asked) -> Script.STREAM_BACKLOG.<List<Object>>run(asked, ScriptOutputType.MULTI,
							Replies.bytes(this.names.source(), this.names.workers()), Script.bytes(definition.group())),
					(counted) -> stream(definition, Questions.only(counted)));
		});
	}

	private Finding stream(RedisStreamDefinition definition, List<Object> counted) {
		long waiting = (Long) counted.get(0);
		long length = counted.size() > 2 ? (Long) counted.get(2) : 0;
		return new Finding.Fine("stream '%s' has %d entries; of the group '%s' %s wait and %s are unfinished".formatted(
				this.names.source(), length, definition.group(), (waiting >= 0) ? waiting : "some", counted.get(1)));
	}

	List<Finding> ofList(RedisListDefinition definition) {
		boolean keeps = switch (definition.delivery()) {
			case AT_LEAST_ONCE -> true;
			case AT_MOST_ONCE -> false;
		};
		Inspection inspection = inspection();
		return inspection.run(this.names.source(), (commands) -> {
			inspection.server(commands, true, keeps);
			inspection.rights(commands, keeps ? KeyRights.ofList(this.names)
					: KeyRights.ofPoppedList(this.names, definition.popFromBeginning()), useful());
			inspection.ask(commands, (asked) -> Script.LIST_BACKLOG.<List<Object>>run(asked, ScriptOutputType.MULTI,
					Replies.bytes(this.names.source(), this.names.batches(), this.names.messages()), MOST_COUNTED),
					(counted) -> list(Questions.only(counted)));
		});
	}

	private Finding list(List<Object> counted) {
		return new Finding.Fine("list '%s': %s elements wait and %s are unfinished".formatted(this.names.source(),
				counted.get(0), counted.get(1)));
	}

	private Inspection inspection() {
		return new Inspection(this.membership,
				new Subject.Key(this.trigger.type(), this.names.source(), this.names.deadLetters()));
	}

	/**
	 * What makes it quicker to wake and to take over, and what dead letters are listed
	 * by.
	 */
	private List<Call> useful() {
		return List.of(Call.of("client|tracking", "ON"), Call.of("client|id"), Call.of("client|list"),
				Call.on("xrevrange", this.names.deadLetters()), Call.on("xdel", this.names.deadLetters()),
				Call.on("watch", this.names.source()), Call.of("multi"), Call.of("exec"));
	}

}
