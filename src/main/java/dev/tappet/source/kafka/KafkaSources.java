package dev.tappet.source.kafka;

import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.kafka.place.Places;
import dev.tappet.source.kafka.poll.KafkaDefinition;
import dev.tappet.source.kafka.poll.KafkaSource;
import dev.tappet.source.kafka.value.ValueFormats;
import dev.tappet.trigger.TriggerDefinition;

/**
 * Makes the sources of triggers, each at its cluster.
 *
 * @param places the clusters
 * @param formats how records are read
 * @param surroundings what sources share
 */
record KafkaSources(Places places, ValueFormats formats, KafkaSource.Surroundings surroundings) {

	String place(TriggerDefinition trigger) {
		return this.places.at(trigger.connection()).clients().place();
	}

	Inspection inspection(TriggerDefinition trigger) {
		return new Inspection(this.places.at(trigger.connection()), (KafkaDefinition) trigger.source());
	}

	Source create(TriggerDefinition trigger, boolean batched, SourceListener listener) {
		KafkaDefinition definition = (KafkaDefinition) trigger.source();
		return new KafkaSource(trigger, batched, listener, this.places.at(trigger.connection()),
				this.formats.get(definition.formats(), trigger.connection()), this.surroundings);
	}

}
