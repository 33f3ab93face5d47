package dev.tappet.source.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Finding;
import dev.tappet.source.redis.connection.Call;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.OwnConnection;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Rights;
import dev.tappet.source.redis.connection.ServerFacts;
import dev.tappet.source.redis.connection.Subject;
import io.lettuce.core.api.async.RedisAsyncCommands;

/**
 * Looks at one server for one trigger, on a connection of its own that is told nothing
 * and changes nothing, and collects what it finds.
 */
final class Inspection {

	/** Something that is asked of the server. */
	interface Question<T> {

		CompletionStage<T> ask(RedisAsyncCommands<byte[], byte[]> commands);

	}

	/** What is made of the answer. */
	interface Answer<T> {

		Finding of(T answer);

	}

	private final Membership membership;

	private final Subject subject;

	private final List<Finding> findings = new ArrayList<>();

	private final String place;

	Inspection(Membership membership, Subject subject) {
		this.membership = membership;
		this.subject = subject;
		this.place = membership.place();
	}

	List<Finding> findings() {
		return this.findings;
	}

	void add(Finding finding) {
		this.findings.add(finding);
	}

	/**
	 * Connects, and looks.
	 * @param key by which the server is found
	 * @param looks asks what there is to be asked
	 * @return what was found
	 */
	List<Finding> run(String key, Looks looks) {
		try (OwnConnection own = await(this.membership.openOwn(key))) {
			looks.look(own.commands());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			this.findings.add(missing(ex));
		}
		return this.findings;
	}

	/** What is asked on one connection. */
	interface Looks {

		void look(RedisAsyncCommands<byte[], byte[]> commands) throws InterruptedException;

	}

	<T> T await(CompletionStage<T> reply) throws InterruptedException {
		return Replies.await(reply, this.membership.member().redis().patience());
	}

	/** What the server is, and what of its setting may cost messages. */
	void server(RedisAsyncCommands<byte[], byte[]> commands, boolean readsKeys, boolean keepsMessages)
			throws InterruptedException {
		ServerFacts facts = await(ServerFacts.of(commands));
		List<String> parts = new ArrayList<>(List.of(facts.server() + " at " + this.place));
		if (facts.mode() != null) {
			parts.add("mode " + facts.mode());
		}
		if (facts.role() != null) {
			parts.add("role " + facts.role());
		}
		add(new Finding.Fine(String.join(", ", parts)));
		List<Finding.Risky> risks = readsKeys ? facts.risks(keepsMessages) : List.of();
		this.findings.addAll(risks);
		if (readsKeys && risks.isEmpty()) {
			add(new Finding.Fine(settings(facts, keepsMessages)));
		}
	}

	private static String settings(ServerFacts facts, boolean keepsMessages) {
		String eviction = (facts.eviction() != null) ? "maxmemory-policy " + facts.eviction()
				: "no eviction that is known of";
		Boolean keeps = facts.keeps();
		return !keepsMessages ? eviction : eviction + ", persistence " + ((keeps == null) ? "not known" : "is on");
	}

	/**
	 * What the user may do.
	 * @param commands the connection
	 * @param needed what the trigger cannot do without
	 * @param useful what makes it quicker
	 */
	void rights(RedisAsyncCommands<byte[], byte[]> commands, Collection<Call> needed, Collection<Call> useful)
			throws InterruptedException {
		try {
			Rights rights = await(Rights.of(commands, needed));
			if (!rights.known()) {
				add(new Finding.Fine("rights are not known: servers before 7.0 cannot be asked"));
				return;
			}
			if (!rights.refused().isEmpty()) {
				add(new Finding.Missing("the Redis user has no right to %s, or not on the keys or channels"
					.formatted(String.join(", ", rights.refused())), grant(rights.refused())));
			}
			Rights others = await(Rights.of(commands, useful));
			if (!others.refused().isEmpty()) {
				add(new Finding.Risky("the trigger is slower or less able without the rights to "
						+ String.join(", ", others.refused()), grant(others.refused())));
			}
			if (rights.refused().isEmpty() && others.refused().isEmpty()) {
				add(new Finding.Fine("the Redis user has all rights that are needed"));
			}
		}
		catch (RuntimeException ex) {
			if (!Failures.answered(ex)) {
				throw ex;
			}
			this.findings.add(missing(ex));
		}
	}

	private String grant(List<String> refused) {
		return "ACL SETUSER <user> +%s, with the keys '%s', '%s' and 'tappet:*'%s".formatted(String.join(" +", refused),
				this.subject.name(), this.subject.deadLetters(),
				(this.subject instanceof Subject.Channel(String channel, String letters))
						? " and the channel &" + channel : "");
	}

	/** One more question; what is refused is missing. */
	<T> void ask(RedisAsyncCommands<byte[], byte[]> commands, Question<T> question, Answer<T> answer)
			throws InterruptedException {
		try {
			add(answer.of(await(question.ask(commands))));
		}
		catch (RuntimeException ex) {
			if (!Failures.answered(ex)) {
				throw ex;
			}
			this.findings.add(missing(ex));
		}
	}

	/** Failures are explained in one sentence, the remedy behind its semicolon. */
	private Finding missing(RuntimeException failure) {
		String sentence = Failures.explain(Failures.unwrap(failure), this.subject, this.place);
		int cut = sentence.indexOf("; ");
		return (cut > 0) ? new Finding.Missing(sentence.substring(0, cut), sentence.substring(cut + 2))
				: new Finding.Missing(sentence, "see its log");
	}

}
