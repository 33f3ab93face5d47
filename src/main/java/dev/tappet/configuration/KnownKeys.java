package dev.tappet.configuration;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.tappet.source.ConnectionType;
import dev.tappet.source.SourceTypes;

/**
 * Every key under {@code tappet}: ours, and those of the kinds of sources and connections
 * that there are.
 *
 * @param root the keys directly under {@code tappet}
 * @param trigger those of a trigger
 * @param connection those of a connection
 */
record KnownKeys(KeyShape.Block root, KeyShape.Block trigger, KeyShape.Block connection) {

	static KnownKeys of(SourceTypes sources, Collection<? extends ConnectionType> connections) {
		Map<String, KeyShape> trigger = new LinkedHashMap<>(KeyShapes.of(TappetProperties.TriggerKeys.class).keys());
		sources.all().forEach((type) -> trigger.put(type.name(), KeyShapes.of(type.block().type())));
		Map<String, KeyShape> connection = new LinkedHashMap<>();
		for (ConnectionType type : connections) {
			KeyShape.Block keys = KeyShapes.of(type.block().type());
			if (type.direct()) {
				connection.putAll(keys.keys());
			}
			else {
				connection.put(type.name(), keys);
			}
		}
		return of(trigger, connection);
	}

	private static KnownKeys of(Map<String, KeyShape> trigger, Map<String, KeyShape> connection) {
		KeyShape.Block triggerKeys = new KeyShape.Block(Collections.unmodifiableMap(trigger));
		KeyShape.Block connectionKeys = new KeyShape.Block(Collections.unmodifiableMap(connection));
		Map<String, KeyShape> root = new LinkedHashMap<>(KeyShapes.of(TappetProperties.class).keys());
		root.put("triggers", new KeyShape.Named(triggerKeys));
		root.put("connections", new KeyShape.Named(connectionKeys));
		return new KnownKeys(new KeyShape.Block(Collections.unmodifiableMap(root)), triggerKeys, connectionKeys);
	}

}
