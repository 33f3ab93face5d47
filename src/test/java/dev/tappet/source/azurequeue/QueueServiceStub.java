package dev.tappet.source.azurequeue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * Azure's queue service as far as a trigger meets it: its protocol, its rules, its
 * refusals, and on demand its failures. It listens on the loopback interface and forgets
 * all when it is closed. Requests of a client that calls itself {@link #OBSERVER} are
 * neither counted nor disturbed.
 */
public final class QueueServiceStub implements TestedService {

	/** The application id by which a test's own client is known. */
	public static final String OBSERVER = "observer";

	private static final int EVERY = Integer.MAX_VALUE;

	private final StubClock clock = new StubClock();

	private final StubService service = new StubService(this.clock);

	private final StubFaults faults = new StubFaults();

	private final Map<StubOperation, LongAdder> counts = new ConcurrentHashMap<>();

	private final Map<StubOperation, AtomicInteger> underWay = new ConcurrentHashMap<>();

	private final Map<StubOperation, AtomicInteger> mostUnderWay = new ConcurrentHashMap<>();

	private final StubSockets sockets;

	private volatile Duration latency = Duration.ZERO;

	private volatile Duration skew = Duration.ZERO;

	private final Predicate<String> tokens;

	private QueueServiceStub(ServerSocketFactory factory, int port, Predicate<String> tokens) {
		this.tokens = tokens;
		this.sockets = StubSockets.open(factory, port, this::answer);
	}

	/** Opens one on any port. */
	public static QueueServiceStub start() {
		return start(0);
	}

	/**
	 * Opens one on a port.
	 * @param port the port, or 0
	 */
	public static QueueServiceStub start(int port) {
		return new QueueServiceStub(ServerSocketFactory.getDefault(), port, (token) -> false);
	}

	/**
	 * Opens one that speaks TLS and takes tokens of identities.
	 * @param context what it shows to its clients
	 * @param tokens whether a token is one that it takes
	 */
	public static QueueServiceStub startSecured(SSLContext context, Predicate<String> tokens) {
		return new QueueServiceStub(context.getServerSocketFactory(), 0, tokens);
	}

	@Override
	public int port() {
		return this.sockets.port();
	}

	/** A connection string that leads here. */
	public String connectionString() {
		return TestedService.connectionString(port());
	}

	/**
	 * Has every answer take a while.
	 * @param time how long
	 */
	public void setLatency(Duration time) {
		this.latency = time;
	}

	/** Moves the time of its messages forward; who asks has the same time as before. */
	@Override
	public void pass(Duration time) {
		this.clock.advance(time);
	}

	/** Has its clock go ahead of those of the clients. */
	void skew(Duration ahead) {
		this.skew = ahead;
	}

	/** The name of a deleted queue can be used again only after this time. */
	void setDeletion(Duration time) {
		this.service.setDeletion(time);
	}

	/** The next requests of some operations go wrong. */
	void fail(StubFault fault, int times, StubOperation... operations) {
		this.faults.add(fault, times, Set.of(operations));
	}

	/** Every request of some operations goes wrong, or of all where none is named. */
	void fail(StubFault fault, StubOperation... operations) {
		this.faults.add(fault, EVERY,
				(operations.length > 0) ? Set.of(operations) : EnumSet.allOf(StubOperation.class));
	}

	/** Nothing goes wrong any more. */
	void heal() {
		this.faults.clear();
		this.skew = Duration.ZERO;
	}

	/** How many of the requests that are to go wrong have not come yet. */
	int faultsLeft() {
		return this.faults.left();
	}

	/** How many requests there were of some operations. */
	public long requests(StubOperation... operations) {
		return Arrays.stream(operations)
			.mapToLong((operation) -> this.counts.getOrDefault(operation, new LongAdder()).sum())
			.sum();
	}

	/** The most requests of an operation that were under way at once. */
	int mostAtOnce(StubOperation operation) {
		return this.mostUnderWay.getOrDefault(operation, new AtomicInteger()).get();
	}

	/** Connections that are open. */
	int connections() {
		return this.sockets.connections();
	}

	/** The messages of a queue that are held or put off. */
	List<StubMessage> hidden(String queue) {
		StubQueue found = this.service.find(queue);
		return (found != null) ? found.hidden(this.clock.instant()) : List.of();
	}

	/**
	 * Leaves a queue with these messages only, and makes it where there is none.
	 * @param queue its name
	 * @param messages how many
	 * @param text the text of each
	 */
	public void fill(String queue, int messages, String text) {
		this.service.fill(queue, messages, text);
	}

	/** How many messages a queue has, those that are held included. */
	public int count(String queue) {
		StubQueue found = this.service.find(queue);
		return (found != null) ? found.count(this.clock.instant()) : 0;
	}

	private StubAnswer answer(StubRequest request) {
		String id = UUID.randomUUID().toString();
		StubAnswer answer;
		try {
			StubOperation operation = StubOperation.of(request);
			boolean observed = request.headers().getOrDefault("user-agent", "").startsWith(OBSERVER);
			answer = observed ? allowed(operation, request, now()) : counted(operation, request);
		}
		catch (StubRefusal refusal) {
			answer = refusal.reply(id, this.clock.instant());
		}
		return switch (answer) {
			case StubAnswer.Reset reset -> reset;
			case StubAnswer.Reply reply -> signed(reply, request, id);
		};
	}

	private StubAnswer signed(StubAnswer.Reply reply, StubRequest request, String id) {
		StubAnswer.Reply signed = reply.with("Server", "Windows-Azure-Queue/1.0 Microsoft-HTTPAPI/2.0")
			.with("x-ms-request-id", id)
			.with("x-ms-version", request.headers().getOrDefault("x-ms-version", "2025-11-05"))
			.with("Cache-Control", "no-cache")
			.with("Date", StubService.date(time()));
		String client = request.header("x-ms-client-request-id");
		return (client != null) ? signed.with("x-ms-client-request-id", client) : signed;
	}

	private StubAnswer counted(StubOperation operation, StubRequest request) {
		this.counts.computeIfAbsent(operation, (key) -> new LongAdder()).increment();
		AtomicInteger now = this.underWay.computeIfAbsent(operation, (key) -> new AtomicInteger());
		this.mostUnderWay.computeIfAbsent(operation, (key) -> new AtomicInteger())
			.accumulateAndGet(now.incrementAndGet(), Math::max);
		try {
			StubFault fault = this.faults.next(operation).orElse(new StubFault.Late(Duration.ZERO));
			return disturbed(fault, operation, request);
		}
		finally {
			rest(this.latency);
			now.decrementAndGet();
		}
	}

	private StubAnswer disturbed(StubFault fault, StubOperation operation, StubRequest request) {
		return switch (fault) {
			case StubFault.Refused refused -> throw refused.refusal();
			case StubFault.ResetBefore before -> new StubAnswer.Reset();
			case StubFault.ResetAfter after -> {
				allowed(operation, request, time());
				yield new StubAnswer.Reset();
			}
			case StubFault.Stolen stolen -> {
				takeAway(request);
				yield allowed(operation, request, time());
			}
			case StubFault.Late late -> {
				StubAnswer answer = allowed(operation, request, time());
				rest(late.time());
				yield answer;
			}
		};
	}

	private void takeAway(StubRequest request) {
		String name = request.part(0);
		String id = request.part(2);
		StubQueue queue = (name != null) ? this.service.find(name) : null;
		if (queue != null && id != null) {
			queue.takeAway(id);
		}
	}

	private static void rest(Duration time) {
		long until = System.nanoTime() + time.toNanos();
		for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	private StubAnswer allowed(StubOperation operation, StubRequest request, Instant time) {
		StubAuthentication.check(request, operation, time, this.tokens);
		return this.service.carryOut(operation, request);
	}

	/** The time by which it judges those of its clients. */
	private Instant time() {
		return now().plus(this.skew);
	}

	private static Instant now() {
		return Instant.ofEpochMilli(System.currentTimeMillis());
	}

	/** Ends it, with all that is in it. */
	@Override
	public void close() {
		this.sockets.close();
	}

}
