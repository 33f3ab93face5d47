package dev.tappet.bench;

import java.io.IOException;

/**
 * Pops one element at a time with Spring Data Redis.
 */
final class SpringPop implements Candidate {

	private final SpringRedis spring;

	private final byte[] key;

	private final Handled handled;

	SpringPop(SpringRedis spring, String key, Handled handled) {
		this.spring = spring;
		this.key = KeyFeed.bytes(key);
		this.handled = handled;
	}

	@Override
	public long run(int messages) throws IOException {
		for (int i = 0; i < messages; i++) {
			byte[] element = this.spring.template().opsForList().leftPop(this.key);
			if (element == null) {
				throw new IOException("the list is empty after " + i + " messages");
			}
			this.handled.accept(element);
		}
		return System.nanoTime();
	}

}
