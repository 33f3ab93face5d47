package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import dev.tappet.source.redis.connection.Call;
import dev.tappet.source.redis.connection.Script;

/**
 * What the Redis user must be allowed to for a key to be worked on. Asked after before
 * anything is taken: what was taken and cannot be settled would be handled again.
 */
public final class KeyRights {

	private static final Set<Script> OF_STREAMS = Set.of(Script.PULSE, Script.ALONE, Script.LEAVE,
			Script.STREAM_PREPARE, Script.STREAM_LOOK, Script.STREAM_TAKEOVER, Script.STREAM_HELD,
			Script.STREAM_RECLAIM, Script.STREAM_RESTORE, Script.STREAM_TAKE_DUE, Script.STREAM_TAKE_STRICT,
			Script.STREAM_ACKNOWLEDGE, Script.STREAM_POSTPONE, Script.STREAM_BURY, Script.STREAM_LEAVE,
			Script.STREAM_BACKLOG, Script.STREAM_COUNT);

	private static final Set<Script> OF_LISTS = Set.of(Script.PULSE, Script.ALONE, Script.LEAVE, Script.LIST_TAKE,
			Script.LIST_TAKE_DUE, Script.LIST_FINISH, Script.LIST_FORGET, Script.LIST_TRIM, Script.LIST_POSTPONE,
			Script.LIST_BURY, Script.LIST_LOOK, Script.LIST_TAKEOVER, Script.LIST_LEAVE, Script.LIST_BACKLOG,
			Script.LIST_ADOPT);

	/** Without it what the server counts stays wrong after a restart. */
	private static final String OPTIONAL = "xgroup|setid";

	private KeyRights() {
	}

	/** Those for a stream. */
	public static List<Call> ofStream(KeyNames names, String group) {
		List<Call> calls = own(names, OF_STREAMS);
		calls.add(Call.of("xreadgroup", "GROUP", group, "-", "STREAMS", names.source(), ">"));
		for (String name : List.of("xack", "xdel", "xrange", "xpending", "xclaim", "xinfo|stream", "xgroup|create")) {
			calls.add(Call.on(name, names.source()));
		}
		calls.add(Call.on("xadd", names.deadLetters()));
		return calls;
	}

	/** Those for a list whose elements are kept until they are done. */
	public static List<Call> ofList(KeyNames names) {
		List<Call> calls = own(names, OF_LISTS);
		for (String name : List.of("llen", "lrange", "ltrim")) {
			calls.add(Call.on(name, names.source()));
		}
		calls.add(Call.on("xadd", names.deadLetters()));
		return calls;
	}

	/** Those for a list whose elements are popped. */
	public static List<Call> ofPoppedList(KeyNames names, boolean fromBeginning) {
		List<Call> calls = new ArrayList<>();
		for (String name : List.of("lrange", "exists", "llen", fromBeginning ? "lpop" : "rpop",
				fromBeginning ? "lpush" : "rpush")) {
			calls.add(Call.on(name, names.source()));
		}
		for (String name : List.of("lpop", "lpush", "set", "mget", "del")) {
			calls.add(Call.on(name, names.looked()));
		}
		calls.add(Call.on("xadd", names.deadLetters()));
		return calls;
	}

	private static List<Call> own(KeyNames names, Collection<Script> scripts) {
		List<Call> calls = new ArrayList<>();
		scripts.stream()
			.flatMap((script) -> script.commands().stream())
			.distinct()
			.filter((name) -> !name.equals(OPTIONAL))
			.forEach((name) -> calls.add(Call.on(name, names.due())));
		calls.add(Call.on("mget", names.looked()));
		calls.add(Call.on("exists", names.source()));
		return calls;
	}

}
