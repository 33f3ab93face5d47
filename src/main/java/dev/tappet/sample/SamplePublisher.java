package dev.tappet.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * Makes every sample trigger fire, twice, in the first seconds after they have started.
 */
@Component
class SamplePublisher {

	private static final Logger logger = LoggerFactory.getLogger(SamplePublisher.class);

	private static final Duration PAUSE = Duration.ofMillis(600);

	private static final List<Function<ReactiveStringRedisTemplate, Publisher<?>>> EVENTS = List.of(
			(redis) -> addOrder(redis, "1001", "Ada", "19.90"), (redis) -> pushMail(redis, "ada@example.com"),
			(redis) -> redis.convertAndSend("news", "Tappet is running"), (redis) -> setSession(redis, "ada"),
			(redis) -> addOrder(redis, "1002", "Grace", "42.00"), (redis) -> pushMail(redis, "grace@example.com"),
			(redis) -> redis.convertAndSend("news", "That was all"), (redis) -> setSession(redis, "grace"));

	private final ReactiveStringRedisTemplate redis;

	private final Disposable.Swap publishing = Disposables.swap();

	SamplePublisher(ReactiveStringRedisTemplate redis) {
		this.redis = redis;
	}

	private static Publisher<?> addOrder(ReactiveStringRedisTemplate redis, String number, String customer,
			String total) {
		return redis.opsForStream().add("orders", Map.of("number", number, "customer", customer, "total", total));
	}

	private static Publisher<?> pushMail(ReactiveStringRedisTemplate redis, String recipient) {
		return redis.opsForList().rightPush("mails", recipient);
	}

	private static Publisher<?> setSession(ReactiveStringRedisTemplate redis, String user) {
		return redis.opsForValue().set("session:" + user, "signed in", Duration.ofSeconds(1));
	}

	@EventListener(ApplicationReadyEvent.class)
	void start() {
		this.publishing.replace(Flux.fromIterable(EVENTS)
			.delayElements(PAUSE)
			.concatMap((event) -> event.apply(this.redis))
			.subscribe((result) -> {
			}, (failure) -> logger.warn("The sample events stop here, because Redis does not take them: {}",
					failure.getMessage())));
	}

	@EventListener(ContextClosedEvent.class)
	void stop() {
		this.publishing.dispose();
	}

}
