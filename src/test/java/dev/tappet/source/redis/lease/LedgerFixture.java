package dev.tappet.source.redis.lease;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import dev.tappet.source.LastingThreads;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.ConnectionDefinition;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.Questions;
import dev.tappet.source.redis.connection.Redis;
import dev.tappet.source.redis.connection.RedisConnector;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TestRedis;
import dev.tappet.trigger.InstanceId;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.RetryPolicy;
import dev.tappet.trigger.SourceDefinition;
import dev.tappet.trigger.TriggerDefinition;
import io.lettuce.core.resource.ClientResources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two workers on one key of a real server, and what a test of their ledgers asks.
 */
abstract class LedgerFixture {

	static final String KEY = "orders";

	static final String GROUP = "group";

	static final Verdict RETRY = new Verdict.RetryAfter(Duration.ZERO);

	static final Verdict BURY = new Verdict.Bury("no", 5);

	private static final ClientResources RESOURCES = ClientResources.create();

	private final List<Member> members = new ArrayList<>();

	TestRedis redis;

	Ledger one;

	Ledger other;

	@BeforeEach
	void makeWorkers() throws InterruptedException {
		this.redis = RedisKind.EMBEDDED.empty();
		this.one = worker("one");
		this.other = worker("other");
	}

	@AfterEach
	void close() {
		for (Member member : this.members) {
			member.heartbeat().close();
			member.redis().close();
		}
	}

	/** Makes the ledger of a worker. */
	abstract Ledger ledger(Member member);

	abstract void send(int messages);

	final TestRedis redis() {
		return this.redis;
	}

	final Ledger one() {
		return this.one;
	}

	final Ledger other() {
		return this.other;
	}

	final Ledger worker(String instance) throws InterruptedException {
		ConnectionDefinition.Node node = new ConnectionDefinition.Node(this.redis.host(), this.redis.port());
		LastingThreads threads = new LastingThreads();
		Redis server = new Redis(new RedisConnector(new ConnectionDefinition("default",
				new ConnectionDefinition.Topology.Standalone(node), null, null, 0, false, null, null, null, null),
				instance, null, RESOURCES), threads);
		Member member = Member.of(server, new Worker(new InstanceId(instance), Clock.systemUTC(), threads));
		this.members.add(member);
		server.serverOf(KEY).session();
		Ledger ledger = ledger(member);
		answer(ledger.prepare());
		answer(ledger.pulse(false));
		return ledger;
	}

	final Questions questions() {
		return this.members.getFirst().serverOf(KEY).questions();
	}

	static TriggerDefinition trigger(SourceDefinition source, Ordering ordering) {
		return new TriggerDefinition(GROUP, null, "default", true, 16, ordering, Duration.ofMinutes(1), 100,
				new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0), source);
	}

	static <T> T answer(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get();
		}
		catch (ExecutionException ex) {
			throw Failures.rethrow(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("the test took too long", ex);
		}
	}

	static OpenBatch taken(CompletionStage<ReadResult> reply) {
		return Objects.requireNonNull(answer(reply).batch(), "nothing was taken");
	}

	static Settlement settlement(OpenBatch batch, int position, Verdict verdict) {
		return new Settlement(batch, position, verdict);
	}

	static Settlement repeated(OpenBatch batch, int position, Verdict verdict) {
		Settlement settlement = new Settlement(batch, position, verdict);
		settlement.repeated = true;
		return settlement;
	}

	static List<Settlement> all(OpenBatch batch, Verdict verdict) {
		return IntStream.range(0, batch.size()).mapToObj((i) -> settlement(batch, i, verdict)).toList();
	}

	static void settle(Ledger ledger, OpenBatch batch, Verdict verdict) {
		List<Settlement> settlements = all(batch, verdict);
		answer(ledger.settle(settlements));
		assertThat(settlements).allMatch(Settlement::isConfirmed);
	}

	static void settle(Ledger ledger, Settlement... settlements) {
		answer(ledger.settle(List.of(settlements)));
		assertThat(settlements).allMatch(Settlement::isConfirmed);
	}

	/** Who holds something that a worker finds when it looks, and whose lease is gone. */
	static List<Missing> missing(Ledger by) {
		return answer(by.look(Look.Kind.AGAIN)).orElseThrow()
			.holders()
			.stream()
			.filter((holder) -> !holder.leased())
			.map((holder) -> Missing.silent(holder.worker()))
			.toList();
	}

	final void loseLease() {
		this.redis.commands().del(this.one.names().lease("one"));
	}

	final int takeOver(Ledger by) {
		loseLease();
		List<Missing> missing = missing(by);
		assertThat(missing).hasSize(1);
		int messages = 0;
		for (int pages = 0; pages < 10; pages++) {
			Ledger.Page page = answer(by.takeOver(missing.getFirst()));
			messages += page.messages();
			if (!page.more()) {
				return messages;
			}
		}
		throw new AssertionError("a takeover of so little must end");
	}

	static void assertTaken(CompletionStage<ReadResult> reply, int messages, int attempt) {
		OpenBatch batch = taken(reply);
		assertThat(batch.size()).isEqualTo(messages);
		assertThat(IntStream.range(0, messages).map(batch::attempt)).containsOnly(attempt);
	}

	static void assertNothing(CompletionStage<ReadResult> reply) {
		assertThat(answer(reply)).isEqualTo(ReadResult.NOTHING);
	}

	final long deadLetters() {
		return this.redis.commands().xlen(KEY + "-poison");
	}

	/** Whether the server keeps nothing but who works on the key. */
	final void assertNothingKept() {
		assertThat(this.redis.keys("tappet:*")).allMatch((key) -> key.contains(":lease:") || key.endsWith(":workers"));
	}

	final long due() {
		return this.redis.commands().zcard(this.one.names().due());
	}

}
