package dev.tappet.source.redis.pubsub;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.source.LastingThreads;
import dev.tappet.source.redis.connection.Backoff;
import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Redis;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Session;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;

/**
 * The one connection for subscriptions to one server. It is checked by a ping each
 * second; one that is lost is closed for good before another is made.
 */
final class NodeSubscriptions implements AutoCloseable {

	/** Who says what is wanted. */
	interface Owner {

		/** Something stands that did not, or the reverse. */
		void stands();

		/**
		 * There is no connection.
		 * @param node the server
		 * @param failure why
		 * @param opened whether there was one
		 */
		void lost(NodeSubscriptions node, Throwable failure, boolean opened);

		/** The server has ended a subscription by itself. */
		void ended(NodeSubscriptions node, Subscription subscription);

		/** The server refuses a subscription. */
		void refused(NodeSubscriptions node, Subscription subscription, Throwable failure);

		/**
		 * A server does not let itself be asked whether it is a primary still.
		 * @param right what it refuses
		 * @param refusal its words
		 */
		void lacks(String right, Throwable refusal);

		/** Whether a server is a primary, as far as the layout says. */
		boolean primary(Node node);

	}

	private final Node node;

	private final Redis redis;

	private final Owner owner;

	private final Tail tail = new Tail();

	private final Endings endings = new Endings();

	private final AtomicBoolean changed = new AtomicBoolean();

	private final Thread thread;

	private volatile Wanted wanted = Wanted.nothing();

	private volatile @Nullable NodeListener hearing;

	private volatile Pulse pulse = new Pulse(System.nanoTime());

	private volatile boolean closed;

	NodeSubscriptions(Node node, Redis redis, LastingThreads threads, Owner owner) {
		this.node = node;
		this.redis = redis;
		this.owner = owner;
		this.thread = threads.start(Thread.ofPlatform().daemon().name("tappet-subscriptions"), this::run);
	}

	Node node() {
		return this.node;
	}

	/** What was heard from the server while it was a primary. */
	Tail tail() {
		return this.tail;
	}

	boolean stands(Subscription subscription) {
		NodeListener current = this.hearing;
		return current != null && current.stands(subscription);
	}

	/** Whether the server does not answer, or did not just now. */
	boolean falters() {
		return this.pulse.falters(System.nanoTime());
	}

	/** Until when everything was certainly heard that stood. */
	long heardUntil() {
		return this.pulse.heardUntil();
	}

	/** Says what is to be heard from now on. */
	void want(Wanted now) {
		this.endings.keep((subscription) -> now.of(subscription) != null);
		this.wanted = now;
		wake();
	}

	/** Hears nothing from now on but some. */
	void keepOnly(Set<Subscription> subscriptions) {
		this.wanted = this.wanted.only(subscriptions);
	}

	Wanted wanted() {
		return this.wanted;
	}

	/** Has the server say again whether it is a primary. */
	void doubt() {
		NodeListener current = this.hearing;
		if (current != null) {
			current.doubt();
		}
	}

	/** A subscription has ended though nobody asked for it: its slot is elsewhere. */
	void ended(Subscription subscription) {
		this.endings.ended(subscription, System.nanoTime());
		this.redis.lookSoon();
		this.owner.ended(this, subscription);
		wake();
	}

	/** Whether a subscription that has ended is not to be asked for again yet. */
	boolean rests(Subscription subscription) {
		return this.endings.rests(subscription, this.redis.confirmedAt(), System.nanoTime());
	}

	void wake() {
		this.changed.set(true);
		LockSupport.unpark(this.thread);
	}

	Owner owner() {
		return this.owner;
	}

	<T> T await(CompletionStage<T> reply) throws InterruptedException {
		return Replies.await(reply, this.redis.patience());
	}

	private void run() {
		Backoff backoff = new Backoff();
		while (!this.closed) {
			boolean opened = false;
			try {
				StatefulRedisPubSubConnection<String, byte[]> connection = open();
				opened = true;
				serve(connection, backoff);
			}
			catch (Throwable ex) {
				// Nobody of ours interrupts it, and it ends when it is closed.
				if (!this.closed) {
					tell(ex, opened);
					LockSupport.parkNanos(this, backoff.next());
				}
			}
		}
	}

	private void tell(Throwable failure, boolean opened) {
		try {
			this.owner.lost(this, failure, opened);
		}
		catch (Throwable ex) {
			// Where memory is short even this may fail. What failed is tried again.
			return;
		}
	}

	private StatefulRedisPubSubConnection<String, byte[]> open() throws InterruptedException {
		CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> opening = this.redis.connector()
			.openPubSub(this.node, () -> LockSupport.unpark(this.thread));
		try {
			return await(opening);
		}
		catch (Throwable ex) {
			// It may come to stand after all, and then nobody wants it.
			opening.thenAccept(Session::close);
			throw ex;
		}
	}

	private void serve(StatefulRedisPubSubConnection<String, byte[]> connection, Backoff backoff)
			throws InterruptedException {
		NodeListener current = new NodeListener(this, connection);
		this.hearing = current;
		this.pulse = new Pulse(System.nanoTime());
		try {
			connection.addListener(current);
			this.changed.set(true);
			boolean stands = true;
			while (!this.closed) {
				if (!connection.isOpen()) {
					throw new RedisConnectionException("the connection for subscriptions was lost");
				}
				if (this.changed.compareAndSet(true, false) || !stands) {
					stands = current.subscribe();
				}
				if (stands) {
					backoff.reset();
				}
				if (!this.changed.get() && connection.isOpen()) {
					LockSupport.parkNanos(this, stands ? Pulse.EVERY.toNanos() : backoff.next());
				}
				long asked = System.nanoTime();
				await(connection.async().ping());
				this.pulse.answered(asked, System.nanoTime());
			}
		}
		finally {
			this.hearing = null;
			// With the end of the service the client closes all its connections.
			Session.close(connection);
		}
	}

	/** Ends it for good. */
	@Override
	public void close() {
		this.closed = true;
		this.hearing = null;
		// Until the connection has ended it may hear what is heard elsewhere already.
		this.wanted = Wanted.nothing();
		LockSupport.unpark(this.thread);
	}

}
