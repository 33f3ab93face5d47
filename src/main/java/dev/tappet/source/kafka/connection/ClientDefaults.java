package dev.tappet.source.kafka.connection;

import java.util.HashMap;
import java.util.Map;

/**
 * What Kafka's clients are given where a connection says nothing else. No wait is without
 * an end that an operator would still wait for, and no client shows hundreds of figures
 * of its own.
 */
final class ClientDefaults {

	private static final String REQUEST_TIMEOUT = "request.timeout.ms";

	private static final String CALL_TIMEOUT = "default.api.timeout.ms";

	private static final String DELIVERY_TIMEOUT = "delivery.timeout.ms";

	private static final int CALL = 10_000;

	/** Event Hubs takes up to a minute for some answers. */
	private static final int EVENT_HUBS_CALL = 60_000;

	/** Azure's load balancers forget connections that were silent for four minutes. */
	private static final int EVENT_HUBS_IDLE = 180_000;

	/** It closes the connection of whoever sends more than 1,046,528 bytes at once. */
	private static final int EVENT_HUBS_REQUEST = 1_000_000;

	private static final int EVENT_HUBS_SESSION = 30_000;

	private final boolean eventHubs;

	ClientDefaults(boolean eventHubs) {
		this.eventHubs = eventHubs;
	}

	Map<String, Object> consumer(Map<String, String> properties) {
		Map<String, Object> consumer = common();
		consumer.put("allow.auto.create.topics", false);
		consumer.put("isolation.level", "read_committed");
		if (this.eventHubs) {
			consumer.put("session.timeout.ms", EVENT_HUBS_SESSION);
		}
		consumer.putAll(properties);
		atLeast(consumer, CALL_TIMEOUT, milliseconds(consumer, REQUEST_TIMEOUT), properties);
		return consumer;
	}

	Map<String, Object> admin(Map<String, String> properties) {
		Map<String, Object> admin = common();
		admin.putAll(properties);
		atLeast(admin, CALL_TIMEOUT, milliseconds(admin, REQUEST_TIMEOUT), properties);
		return admin;
	}

	Map<String, Object> producer(Map<String, String> properties) {
		Map<String, Object> producer = common();
		producer.remove(CALL_TIMEOUT);
		producer.put("acks", "all");
		producer.put("enable.idempotence", true);
		producer.put("max.block.ms", call());
		producer.put(DELIVERY_TIMEOUT, 2 * call());
		if (this.eventHubs) {
			producer.put("metadata.max.idle.ms", EVENT_HUBS_IDLE);
			producer.put("max.request.size", EVENT_HUBS_REQUEST);
		}
		producer.putAll(properties);
		atLeast(producer, DELIVERY_TIMEOUT,
				milliseconds(producer, REQUEST_TIMEOUT) + milliseconds(producer, "linger.ms"), properties);
		return producer;
	}

	private Map<String, Object> common() {
		Map<String, Object> common = new HashMap<>();
		common.put("metric.reporters", "");
		common.put("enable.metrics.push", false);
		common.put("socket.connection.setup.timeout.ms", 3000);
		common.put("socket.connection.setup.timeout.max.ms", CALL);
		common.put("reconnect.backoff.ms", 100);
		common.put("reconnect.backoff.max.ms", 2000);
		common.put(REQUEST_TIMEOUT, call());
		common.put(CALL_TIMEOUT, call());
		if (this.eventHubs) {
			common.put("connections.max.idle.ms", EVENT_HUBS_IDLE);
			common.put("metadata.max.age.ms", EVENT_HUBS_IDLE);
		}
		return common;
	}

	private int call() {
		return this.eventHubs ? EVENT_HUBS_CALL : CALL;
	}

	/** A longer timeout of the user's for one step gives the whole longer too. */
	private static void atLeast(Map<String, Object> all, String name, int least, Map<String, String> properties) {
		if (!properties.containsKey(name) && milliseconds(all, name) < least) {
			all.put(name, least);
		}
	}

	/** What is no number the client itself refuses. */
	private static int milliseconds(Map<String, Object> properties, String name) {
		try {
			return Integer.parseInt(String.valueOf(properties.getOrDefault(name, 5)).strip());
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

}
