package dev.tappet.dispatch;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.tappet.handler.ReactiveTriggerHandler;
import dev.tappet.handler.RejectMessage;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static dev.tappet.dispatch.Messages.element;
import static dev.tappet.dispatch.Messages.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

class BoundHandlerTests {

	private final TriggerContext context = Messages.context(Messages.trigger("test", null, list()),
			new DeliveryContextTests.Replayed(List.of(element("x"))));

	@Test
	void callsAHandler() throws Exception {
		List<Object> seen = new ArrayList<>();
		TriggerHandler<Object> handler = (payload, context) -> {
			seen.add(payload);
			seen.add(context);
		};
		bound(BoundHandler.Invocation.of(handler)).call("hello", this.context);
		assertThat(seen).containsExactly("hello", this.context);
	}

	@Test
	void waitsForAReactiveHandler() throws Exception {
		List<String> seen = new ArrayList<>();
		reactive(Mono.delay(Duration.ofMillis(50)).doOnNext((tick) -> seen.add("done")).then()).call("hello",
				this.context);
		assertThat(seen).containsExactly("done");
	}

	@Test
	void acceptsAPublisherThatEmitsAllTheSame() throws Exception {
		List<Object> seen = new ArrayList<>();
		reactive(untyped(Flux.range(1, 5).doOnNext(seen::add))).call("hello", this.context);
		assertThat(seen).hasSize(5);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void rethrowsWhatWasSignalledAsItIs(Throwable failure) {
		assertThat(catchThrowable(() -> reactive(Mono.error(failure)).call("hello", this.context))).isSameAs(failure);
	}

	static List<Throwable> failures() {
		return List.of(new IOException("a"), new RejectMessage("b"), new AssertionError("c"),
				new CompletionException("d", new IOException()), new CancellationException("e"));
	}

	@Test
	void refusesANullPublisher() {
		assertThatIllegalStateException().isThrownBy(() -> reactive(null).call("hello", this.context))
			.withMessageContaining("returned null");
	}

	@Test
	void cancelsAReactiveHandlerThatIsInterrupted() throws Exception {
		CountDownLatch subscribed = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		Mono<Void> never = Mono.<Void>never()
			.doOnSubscribe((subscription) -> subscribed.countDown())
			.doOnCancel(cancelled::countDown);
		CompletableFuture<Throwable> outcome = new CompletableFuture<>();
		Thread thread = Thread.ofVirtual()
			.start(() -> outcome.complete(catchThrowable(() -> reactive(never).call("hello", this.context))));
		assertThat(subscribed.await(10, TimeUnit.SECONDS)).isTrue();
		thread.interrupt();
		assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
		assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@SuppressWarnings("NullAway") // as a handler that was compiled without null checks
	private static BoundHandler reactive(@Nullable Publisher<Void> publisher) {
		ReactiveTriggerHandler<Object> handler = (payload, context) -> publisher;
		return bound(BoundHandler.Invocation.ofReactive(handler));
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static Publisher<Void> untyped(Publisher<?> publisher) {
		return (Publisher) publisher;
	}

	private static BoundHandler bound(BoundHandler.Invocation invocation) {
		return new BoundHandler("test", false, (source, message) -> message, invocation);
	}

}
