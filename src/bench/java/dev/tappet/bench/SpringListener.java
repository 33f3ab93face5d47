package dev.tappet.bench;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/**
 * The listener container of Spring Data Redis, at its defaults or with virtual threads.
 */
final class SpringListener implements Candidate {

	private final SpringRedis spring;

	private final String channel;

	private final boolean virtualThreads;

	private final Handled handled;

	private @Nullable RedisMessageListenerContainer container;

	SpringListener(SpringRedis spring, String channel, boolean virtualThreads, Handled handled) {
		this.spring = spring;
		this.channel = channel;
		this.virtualThreads = virtualThreads;
		this.handled = handled;
	}

	@Override
	public void prepare() {
		RedisMessageListenerContainer made = new RedisMessageListenerContainer();
		made.setConnectionFactory(this.spring.factory());
		if (this.virtualThreads) {
			SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("bench-");
			executor.setVirtualThreads(true);
			made.setTaskExecutor(executor);
		}
		MessageListener listener = (message, pattern) -> this.handled.accept(message.getBody());
		made.addMessageListener(listener, ChannelTopic.of(this.channel));
		made.afterPropertiesSet();
		made.start();
		this.container = made;
	}

	@Override
	public long run(int messages) {
		return Listening.await(this.handled, messages);
	}

	@Override
	public void rest() {
		RedisMessageListenerContainer running = this.container;
		if (running != null) {
			running.stop();
			try {
				running.destroy();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

}
