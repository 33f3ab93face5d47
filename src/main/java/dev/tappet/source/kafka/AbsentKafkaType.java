package dev.tappet.source.kafka;

import dev.tappet.source.Block;
import dev.tappet.source.Problems;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceType;
import dev.tappet.source.Traits;
import dev.tappet.source.kafka.connection.KafkaConnectionType;
import dev.tappet.source.kafka.poll.KafkaBlock;
import dev.tappet.source.kafka.poll.KafkaDefinition;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Topics, where Kafka's client is not on the class path: no trigger can read them.
 */
final class AbsentKafkaType implements SourceType {

	private static final String ABSENT = "Kafka's client is not on the class path.";

	@Override
	public String name() {
		return KafkaDefinition.TYPE;
	}

	@Override
	public Traits traits() {
		return new KafkaType(() -> {
			throw new IllegalStateException(ABSENT);
		}).traits();
	}

	@Override
	public String connectionType() {
		return KafkaConnectionType.NAME;
	}

	@Override
	public Block<?, KafkaDefinition> block() {
		return new Block<>(KafkaBlock.class, AbsentKafkaType::define);
	}

	private static @Nullable KafkaDefinition define(KafkaBlock block, String trigger, Problems problems) {
		problems.add("", ABSENT,
				"Add org.apache.kafka:kafka-clients to the application. The executable jar of Tappet has it.");
		return null;
	}

	@Override
	public String example(TriggerDefinition trigger) {
		throw new IllegalStateException(ABSENT);
	}

	@Override
	public Source create(TriggerDefinition trigger, boolean batched, SourceListener listener) {
		throw new IllegalStateException(ABSENT);
	}

}
