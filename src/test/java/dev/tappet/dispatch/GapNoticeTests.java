package dev.tappet.dispatch;

import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class GapNoticeTests {

	private final BlockingQueue<TriggerContext> gaps = new ArrayBlockingQueue<>(1);

	private static GapNotice notice(TriggerHandler<Object> handler) {
		BoundHandler bound = new BoundHandler("test", false, (source, message) -> message,
				BoundHandler.Invocation.of(handler));
		return new GapNotice(Messages.trigger("news-in", null, Messages.pubSub()), bound, "worker-a");
	}

	@Test
	void tellsAHandlerThatWantsToKnow() throws Exception {
		notice(new TriggerHandler<>() {

			@Override
			public void handle(Object payload, TriggerContext context) {
			}

			@Override
			public void onGap(TriggerContext context) {
				assertThat(Thread.currentThread().isVirtual()).isTrue();
				GapNoticeTests.this.gaps.add(context);
			}

		}).tell("news", Instant.EPOCH);
		TriggerContext context = this.gaps.poll(20, TimeUnit.SECONDS);
		assertThat(context).isNotNull();
		assertThat(context.trigger()).isEqualTo("news-in");
		assertThat(context.source()).isEqualTo("news");
		assertThat(context.timestamp()).isEqualTo(Instant.EPOCH);
		assertThat(context.instanceId()).isEqualTo("worker-a");
		assertThat(context.attempt()).isOne();
		assertThat(context.messageId()).isEmpty();
		assertThat(context.headers()).isEmpty();
		assertThat(context.replay()).isFalse();
	}

	@Test
	void aLambdaNeedNotKnow(CapturedOutput output) {
		notice((payload, context) -> {
		}).tell("news", Instant.EPOCH);
		assertThat(output.getOut()).doesNotContain("gap");
	}

	@Test
	void whatItThrowsIsLogged(CapturedOutput output) {
		notice(new TriggerHandler<>() {

			@Override
			public void handle(Object payload, TriggerContext context) {
			}

			@Override
			public void onGap(TriggerContext context) {
				throw new IllegalStateException("no");
			}

		}).tell("news", Instant.EPOCH);
		Awaitility.await().until(() -> output.getOut().contains("'news-in': its handler did not take notice of a gap"));
	}

}
