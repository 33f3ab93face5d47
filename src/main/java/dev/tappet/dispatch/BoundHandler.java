package dev.tappet.dispatch;

import dev.tappet.dispatch.payload.PayloadBinder;
import dev.tappet.handler.ReactiveTriggerHandler;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.source.Message;
import dev.tappet.source.UnbindablePayloadException;
import org.reactivestreams.Publisher;

/**
 * A trigger's handler bean, with all that binding and calling need decided beforehand.
 */
public final class BoundHandler {

	private final String name;

	private final boolean batched;

	private final PayloadBinder binder;

	private final Invocation invocation;

	BoundHandler(String name, boolean batched, PayloadBinder binder, Invocation invocation) {
		this.name = name;
		this.batched = batched;
		this.binder = binder;
		this.invocation = invocation;
	}

	/**
	 * The bean.
	 * @return its name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Whether the handler takes a {@code List}: one call per batch.
	 * @return whether it does
	 */
	public boolean batched() {
		return this.batched;
	}

	/**
	 * Binds one message to what the handler takes, or to an element of its list.
	 * @param source the stream, list or channel that it came from
	 * @param message the raw message
	 * @return the payload, never {@code null}
	 * @throws UnbindablePayloadException if it does not fit, which no retry can change
	 */
	public Object bind(String source, Message message) throws UnbindablePayloadException {
		return this.binder.bind(source, message);
	}

	/**
	 * Calls the handler and returns when it is done, also when it is a reactive one.
	 * @param payload what {@link #bind} made, or a {@code List} of that for a batch
	 * @param context what the handler may want to know
	 * @throws Exception what the handler threw or signalled, as it is
	 * @throws InterruptedException if the thread was interrupted; a reactive handler's
	 * subscription is cancelled then
	 */
	public void call(Object payload, TriggerContext context) throws Exception {
		this.invocation.run(payload, context);
	}

	/**
	 * Tells the handler that messages may have been missed.
	 * @param context since when
	 */
	void gap(TriggerContext context) {
		this.invocation.gap(context);
	}

	/**
	 * The two kinds of handlers, called alike.
	 */
	@FunctionalInterface
	interface Invocation {

		void run(Object payload, TriggerContext context) throws Exception;

		default void gap(TriggerContext context) {
		}

		static Invocation of(TriggerHandler<Object> handler) {
			return new Invocation() {

				@Override
				public void run(Object payload, TriggerContext context) throws Exception {
					handler.handle(payload, context);
				}

				@Override
				public void gap(TriggerContext context) {
					handler.onGap(context);
				}

			};
		}

		static Invocation ofReactive(ReactiveTriggerHandler<Object> handler) {
			return new Invocation() {

				@Override
				public void run(Object payload, TriggerContext context) throws Exception {
					Publisher<Void> publisher = handler.handle(payload, context);
					if (publisher == null) {
						throw new IllegalStateException("the reactive handler returned null for a publisher");
					}
					Completion completion = new Completion();
					publisher.subscribe(completion);
					completion.await();
				}

				@Override
				public void gap(TriggerContext context) {
					handler.onGap(context);
				}

			};
		}

	}

}
