package dev.tappet.configuration;

import java.util.ArrayList;
import java.util.List;

import dev.tappet.source.ConnectionType;
import dev.tappet.source.SourceType;
import dev.tappet.source.SourceTypes;
import dev.tappet.source.azurequeue.AzureQueueTypes;
import dev.tappet.source.azurequeue.connection.AzureConnectionType;
import dev.tappet.source.kafka.KafkaTypes;
import dev.tappet.source.kafka.connection.KafkaConnectionType;
import dev.tappet.source.redis.RedisTypes;
import dev.tappet.source.redis.connection.RedisConnectionType;
import dev.tappet.source.redis.connection.RedisConnectionType.DefaultKeys;

/**
 * All kinds of sources and connections that the service has.
 */
final class AllKinds {

	private AllKinds() {
	}

	static List<SourceType> sources() {
		List<SourceType> types = new ArrayList<>(RedisTypes.all().all());
		types.add(KafkaTypes.topics());
		types.add(AzureQueueTypes.queues());
		return types;
	}

	static List<ConnectionType> connections() {
		return List.of(new RedisConnectionType(DefaultKeys.DECISIVE), new KafkaConnectionType(() -> null),
				new AzureConnectionType());
	}

	static KnownKeys known() {
		return KnownKeys.of(new SourceTypes(sources()), connections());
	}

}
