package dev.tappet.source.redis.connection;

import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import dev.tappet.source.Printable;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

/**
 * Tells failures apart, and says what an operator can do about them.
 */
public final class Failures {

	/**
	 * What Lettuce says where the server closed the connection before its answer was
	 * read.
	 */
	static final String CLOSED_EARLY = "RedisHandshakeHandler not registered";

	private Failures() {
	}

	public static Throwable unwrap(Throwable thrown) {
		Throwable current = thrown;
		while ((current instanceof CompletionException || current instanceof ExecutionException)
				&& current.getCause() != null) {
			current = current.getCause();
		}
		return current;
	}

	public static RuntimeException rethrow(Throwable thrown) {
		Throwable cause = unwrap(thrown);
		return (cause instanceof RuntimeException runtime) ? runtime : new CompletionException(cause);
	}

	/**
	 * Whether the server answered with an error, so that the connection itself is fine.
	 */
	public static boolean answered(Throwable thrown) {
		return thrown instanceof RedisCommandExecutionException || thrown instanceof LeaseLostException;
	}

	/** Whether no answer came in time. */
	static boolean timedOut(Throwable thrown) {
		return thrown instanceof TimeoutException || thrown instanceof RedisCommandTimeoutException;
	}

	/**
	 * Whether the server takes no writes because it is a replica.
	 */
	public static boolean readOnly(Throwable thrown) {
		return code(thrown).equals("READONLY");
	}

	/** Whether another server of the cluster has the key. */
	public static boolean moved(Throwable thrown) {
		return code(thrown).equals("MOVED");
	}

	/**
	 * Whether the key is not, or not quite, on the server that was asked.
	 */
	public static boolean elsewhere(Throwable thrown) {
		return switch (code(thrown)) {
			case "READONLY", "MOVED", "MOVING", "CLUSTERDOWN" -> true;
			default -> false;
		};
	}

	/**
	 * Whether a failure says something that the last one did not. In which way a server
	 * does not answer changes from try to try and is no news.
	 */
	public static boolean isNews(Throwable thrown, @Nullable Throwable last) {
		if (last == null) {
			return true;
		}
		String code = code(thrown);
		if (code.equals("MOVING") || code.equals("MOVED")) {
			return !code.equals(code(last));
		}
		if (code.equals("UNREACHABLE")) {
			return !code.equals(code(last)) && !detail(thrown).equals(CLOSED_EARLY);
		}
		return !code.equals(code(last)) || !detail(thrown).equals(detail(last));
	}

	/**
	 * One sentence on what is wrong and one on what to do.
	 * @param thrown the failure
	 * @param subject what was worked on
	 * @param server where the server is
	 * @return the sentences
	 */
	public static String explain(Throwable thrown, Subject subject, String server) {
		RefusedException refused = refused(thrown);
		if (refused != null) {
			return Objects.requireNonNull(refused.getMessage());
		}
		String detail = detail(thrown);
		return switch (code(thrown)) {
			case "WRONGTYPE" -> wrongType(subject, server, detail);
			case "NOPERM" -> noPermission(subject, server, detail);
			case "NOAUTH", "WRONGPASS" ->
				"%s refuses the credentials; correct the username and password of the connection (%s)".formatted(server,
						detail);
			case "READONLY" ->
				"%s is a read-only replica; it is tried again until the failover is over or the connection names the primary"
					.formatted(server);
			case "OOM" -> "%s is out of memory; raise maxmemory or free some (%s)".formatted(server, detail);
			case "LOADING" -> "%s is loading its data; it is tried again".formatted(server);
			case "MISCONF" -> "%s refuses writes because it cannot save its data (%s)".formatted(server, detail);
			case "NOGROUP" -> "the consumer group on '%s' is gone; it is created again".formatted(subject.name());
			case "MOVED" ->
				("%s is a node of a cluster and does not have '%s'; where the connection names a single server, name the "
						+ "cluster's nodes by cluster.nodes instead (%s)")
					.formatted(server, subject.name(), detail);
			case "MOVING" ->
				("the slot of '%s' is on its way from %s to another node of the cluster; it is tried again until it is "
						+ "there. Where nobody is moving it any more, see CLUSTER NODES and end the move by CLUSTER SETSLOT "
						+ "(%s)")
					.formatted(subject.name(), server, detail);
			case "CLUSTERDOWN" ->
				("the cluster of %s does not serve the slot of '%s'; it is tried again. If no failover is under way, "
						+ "start the nodes that are down (%s)")
					.formatted(server, subject.name(), detail);
			case "NOPRIMARY" -> "no server of %s takes writes; promote a replica, or wait until that is done (%s)"
				.formatted(server, detail);
			case "UNREACHABLE" -> "Redis at %s does not answer; it is tried again (%s)".formatted(server, detail);
			default -> "'%s' on %s cannot be worked on (%s)".formatted(subject.name(), server, detail);
		};
	}

	private static String wrongType(Subject subject, String server, String detail) {
		return switch (subject) {
			case Subject.Key(String type, String key, String deadLetters) -> String.format(
					"the key '%s' on %s, or its dead-letter stream '%s', is of another type than a %s trigger needs; "
							+ "remove or rename the key, or correct the trigger's 'key' (%s)",
					key, server, deadLetters, type, detail);
			case Subject.Channel(String channel, String deadLetters) ->
				"the dead-letter stream '%s' of the trigger on '%s' is no stream at %s; remove or rename the key (%s)"
					.formatted(deadLetters, channel, server, detail);
		};
	}

	private static String noPermission(Subject subject, String server, String detail) {
		return switch (subject) {
			case Subject.Key(String type, String key, String deadLetters) ->
				("the Redis user may not do what the trigger needs on '%s' at %s; grant it with ACL SETUSER: "
						+ "the commands, and the keys '%s', '%s' and 'tappet:*' (%s)")
					.formatted(key, server, key, deadLetters, detail);
			case Subject.Channel(String channel, String deadLetters) ->
				("the Redis user may not do what the trigger needs on '%s' at %s; grant it with ACL SETUSER: "
						+ "the commands, the channel '&%s', and the keys '%s' and 'tappet:*' (%s)")
					.formatted(channel, server, channel, deadLetters, detail);
		};
	}

	private static String code(Throwable thrown) {
		if (thrown instanceof LeaseLostException) {
			return "LEASE";
		}
		RefusedException refused = refused(thrown);
		if (refused != null) {
			return refused.refusal().code();
		}
		if (thrown instanceof NoPrimaryException) {
			return "NOPRIMARY";
		}
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			String found = codeOf(cause.getMessage());
			if (found != null) {
				return found;
			}
			if (cause instanceof RedisCommandExecutionException) {
				return "ERR";
			}
		}
		return (thrown instanceof RedisException || thrown instanceof IOException || timedOut(thrown)) ? "UNREACHABLE"
				: "ERR";
	}

	private static @Nullable RefusedException refused(Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof RefusedException refused) {
				return refused;
			}
		}
		return null;
	}

	private static @Nullable String codeOf(@Nullable String message) {
		if (message == null) {
			return null;
		}
		// What a script is refused has no code of its own since 7.0.
		if (message.contains("The user executing the script can't")) {
			return "NOPERM";
		}
		if (message.startsWith("ASK ") || message.startsWith("TRYAGAIN ")) {
			return "MOVING";
		}
		// Servers before 7.0 wrap the error of a command in a script into a sentence of
		// their own.
		for (String code : new String[] { "WRONGTYPE", "NOPERM", "NOAUTH", "WRONGPASS", "READONLY", "OOM", "LOADING",
				"MISCONF", "NOGROUP", "MOVED", "CLUSTERDOWN" }) {
			int at = message.indexOf(code + " ");
			if (at == 0 || (at > 0 && " -:'".indexOf(message.charAt(at - 1)) >= 0)) {
				return code;
			}
		}
		return null;
	}

	static String detail(Throwable thrown) {
		Throwable deepest = NestedExceptionUtils.getMostSpecificCause(thrown);
		// Lettuce shows how long a password is.
		String message = (deepest.getMessage() != null) ? deepest.getMessage().replaceAll("://\\S*@", "://******@")
				: deepest.getClass().getSimpleName().toLowerCase(Locale.ROOT);
		int script = message.indexOf(" script: ");
		String text = (script > 0) ? message.substring(0, script) : message;
		return Printable.of(text, Printable.DETAIL);
	}

}
