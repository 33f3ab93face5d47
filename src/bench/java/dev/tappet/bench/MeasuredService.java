package dev.tappet.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.tappet.TappetApplication;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Tappet as its users run it: the whole service with its meters and endpoints, and
 * handlers that are beans.
 */
final class MeasuredService implements AutoCloseable {

	static final String BYTES = "bytes";

	static final String ORDER = "order";

	static final String BATCH = "batch";

	private final ConfigurableApplicationContext context;

	private MeasuredService(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * A trigger.
	 *
	 * @param name its name
	 * @param settings its keys and values
	 */
	record TriggerSettings(String name, List<String> settings) {

		static TriggerSettings of(String name, String... settings) {
			return new TriggerSettings(name, List.of(settings));
		}

		static TriggerSettings stream(String name, String handler, String key, int count, int concurrency) {
			return of(name, "handler=" + handler, "concurrency=" + concurrency, "redis-stream.key=" + key,
					"redis-stream.group=" + KeyFeed.GROUP, "redis-stream.payload-field=" + KeyFeed.FIELD,
					"redis-stream.count=" + count);
		}

		static TriggerSettings list(String name, String key, String delivery, int count, int concurrency) {
			return of(name, "handler=" + BYTES, "concurrency=" + concurrency, "redis-list.key=" + key,
					"redis-list.delivery=" + delivery, "redis-list.count=" + count);
		}

		static TriggerSettings topic(String name, String handler, String topic, int concurrency) {
			return of(name, "handler=" + handler, "concurrency=" + concurrency, "kafka.topic=" + topic);
		}

		static TriggerSettings queue(String name, String queue, int concurrency) {
			return of(name, "handler=" + BYTES, "concurrency=" + concurrency, "azure-queue.queue-name=" + queue,
					"azure-queue.batch-size=32");
		}

		static TriggerSettings channel(String name, String channel) {
			return of(name, "handler=" + BYTES, "redis-pubsub.channel=" + channel);
		}

	}

	/**
	 * Starts it.
	 * @param port where Redis is
	 * @param handled what its handlers do
	 * @param triggers its triggers
	 * @param more other settings
	 */
	static MeasuredService start(int port, Handled handled, List<TriggerSettings> triggers, String... more) {
		SpringApplication application = TappetApplication.application();
		application.setLogStartupInfo(false);
		application.addInitializers((context) -> {
			if (context instanceof GenericApplicationContext beans) {
				beans.registerBean(BYTES, BytesHandler.class, () -> new BytesHandler(handled));
				beans.registerBean(ORDER, OrderHandler.class, () -> new OrderHandler(handled));
				beans.registerBean(BATCH, BatchHandler.class, () -> new BatchHandler(handled));
			}
		});
		List<String> arguments = new ArrayList<>(List.of("--spring.data.redis.host=127.0.0.1",
				"--spring.data.redis.port=" + port, "--server.address=127.0.0.1", "--server.port=0",
				"--spring.config.location=optional:classpath:/bench/"));
		for (String setting : more) {
			arguments.add("--" + setting);
		}
		for (TriggerSettings trigger : triggers) {
			for (String setting : trigger.settings()) {
				arguments.add("--tappet.triggers." + trigger.name() + "." + setting);
			}
		}
		return new MeasuredService(application.run(arguments.toArray(String[]::new)));
	}

	Trigger trigger(String name) {
		return Objects.requireNonNull(this.context.getBean(TriggerRegistry.class).find(name));
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** Handles the bytes as they are. */
	static final class BytesHandler implements TriggerHandler<byte[]> {

		private final Handled handled;

		BytesHandler(Handled handled) {
			this.handled = handled;
		}

		@Override
		public void handle(byte[] payload, TriggerContext context) {
			this.handled.accept(payload);
		}

	}

	/** Handles the bytes of many messages. */
	static final class BatchHandler implements TriggerHandler<List<byte[]>> {

		private final Handled handled;

		BatchHandler(Handled handled) {
			this.handled = handled;
		}

		@Override
		public void handle(List<byte[]> payloads, TriggerContext context) {
			payloads.forEach(this.handled::accept);
		}

	}

	/** Handles a record. */
	static final class OrderHandler implements TriggerHandler<Payloads.Order> {

		private final Handled handled;

		OrderHandler(Handled handled) {
			this.handled = handled;
		}

		@Override
		public void handle(Payloads.Order order, TriggerContext context) {
			this.handled.accept(order);
		}

	}

}
