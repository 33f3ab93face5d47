package dev.tappet.source.redis.connection;

import java.util.concurrent.atomic.AtomicReference;

import io.lettuce.core.event.DefaultEventBus;
import io.lettuce.core.event.EventBus;
import io.lettuce.core.event.connection.ReauthenticationEvent;
import io.lettuce.core.event.connection.ReauthenticationFailedEvent;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.pubsub.PubSubCommandHandler;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.tracing.Tracing;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

/**
 * The threads that all connections share, but nothing that is done for every command: a
 * trigger has meters of its own, and an observation costs more than handling a message.
 *
 * @param access how the servers are signed in to
 * @param brake has the decoding of what is published wait
 */
record AdaptedResources(Access access, Brake brake) {

	private static final Logger logger = LoggerFactory.getLogger(AdaptedResources.class);

	private static final int FLUSHES_AT_ONCE = 256;

	/**
	 * Makes resources that end with the connections, and leave alone what others have
	 * too: what is not named here would be made anew, or be ended with them.
	 * @param resources those that all connections share
	 * @return those of some connections
	 */
	ClientResources of(ClientResources resources) {
		NettyCustomizer others = resources.nettyCustomizer();
		ClientResources.Builder adapted = resources.mutate()
			.eventLoopGroupProvider(resources.eventLoopGroupProvider())
			.eventExecutorGroup(resources.eventExecutorGroup())
			.timer(resources.timer())
			.tracing(Tracing.disabled())
			.commandLatencyRecorder(CommandLatencyRecorder.disabled())
			.nettyCustomizer(new NettyCustomizer() {

				@Override
				public void afterBootstrapInitialized(Bootstrap bootstrap) {
					others.afterBootstrapInitialized(bootstrap);
				}

				@Override
				public void afterChannelInitialized(Channel channel) {
					others.afterChannelInitialized(channel);
					adapt(channel.pipeline());
				}

			});
		return ((this.access.tokens() != null) ? adapted.eventBus(signIns()) : adapted).build();
	}

	private void adapt(ChannelPipeline pipeline) {
		ChannelHandlerContext decoder = pipeline.context(PubSubCommandHandler.class);
		if (decoder != null) {
			pipeline.addBefore(decoder.name(), null, new InboundBuffer(this.brake));
		}
		else {
			// What many triggers send at the same moment goes out in one write.
			pipeline.addFirst(new FlushConsolidationHandler(FLUSHES_AT_ONCE, true));
		}
	}

	/** Of these connections alone: others share all the rest. */
	private EventBus signIns() {
		EventBus events = new DefaultEventBus(Schedulers.parallel());
		AtomicReference<@Nullable String> told = new AtomicReference<>();
		events.get().subscribe((event) -> {
			if (event instanceof ReauthenticationEvent) {
				told.set(null);
			}
			else if (event instanceof ReauthenticationFailedEvent failed && Failures.answered(failed.getCause())) {
				String text = this.access.notSignedInAnew(failed.getCause());
				if (!text.equals(told.getAndSet(text))) {
					logger.warn("{}", text);
				}
			}
		});
		return events;
	}

}
