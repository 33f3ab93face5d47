package dev.tappet.source.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.tappet.handler.KafkaEvent;
import dev.tappet.source.Block;
import dev.tappet.source.Finding;
import dev.tappet.source.Message;
import dev.tappet.source.Order;
import dev.tappet.source.PayloadType;
import dev.tappet.source.Problems;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceType;
import dev.tappet.source.Traits;
import dev.tappet.source.TrialMessage;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.source.kafka.connection.KafkaConnectionType;
import dev.tappet.source.kafka.poll.KafkaBlock;
import dev.tappet.source.kafka.poll.KafkaDefinition;
import dev.tappet.source.kafka.poll.KafkaMessage;
import dev.tappet.source.kafka.value.AvroPayloads;
import dev.tappet.source.kafka.value.FormatSettings.Format;
import dev.tappet.trigger.SourceDefinition;
import dev.tappet.trigger.TriggerDefinition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Topics, read by a consumer group.
 */
final class KafkaType implements SourceType {

	private final Supplier<KafkaSources> sources;

	KafkaType(Supplier<KafkaSources> sources) {
		this.sources = sources;
	}

	@Override
	public String name() {
		return KafkaDefinition.TYPE;
	}

	@Override
	public Traits traits() {
		return new Traits(true, Order.PARTS, true, true);
	}

	@Override
	public List<PayloadType> payloadTypes() {
		List<PayloadType> types = new ArrayList<>(AvroPayloads.types());
		types.add(PayloadType.of(KafkaEvent.class, (source, message, text) -> event(message)));
		return types;
	}

	private static KafkaEvent event(Message message) throws UnbindablePayloadException {
		if (!(message instanceof KafkaMessage record)) {
			throw new UnbindablePayloadException("only a record of a topic is an event of Kafka");
		}
		List<KafkaEvent.Header> headers = new ArrayList<>();
		for (Header header : record.givenHeaders()) {
			headers.add(new KafkaEvent.Header(header.key(), KafkaMessage.text(header.value())));
		}
		return new KafkaEvent(record.raw().topic(), record.raw().partition(), record.raw().offset(), record.timestamp(),
				record.keyText(), record.valueText(), headers);
	}

	@Override
	public String connectionType() {
		return KafkaConnectionType.NAME;
	}

	@Override
	public Block<?, KafkaDefinition> block() {
		return new Block<>(KafkaBlock.class, KafkaBlock::define);
	}

	@Override
	public void checkBeside(SourceDefinition trigger, TriggerDefinition earlier, Problems problems) {
		KafkaDefinition own = (KafkaDefinition) trigger;
		KafkaDefinition other = (KafkaDefinition) earlier.source();
		if (own.group().equals(other.group())) {
			problems.add("group",
					"The trigger '%s' uses the group '%s' already, and each would be given records of the other's."
						.formatted(earlier.name(), own.group()),
					"Give this trigger a group of its own, or leave 'group' out.");
		}
	}

	@Override
	public String example(TriggerDefinition trigger) {
		KafkaDefinition definition = (KafkaDefinition) trigger.source();
		return "echo '{\"id\":1}' | kafka-console-producer.sh --bootstrap-server %s --topic %s"
			.formatted(this.sources.get().place(trigger), definition.topics().getFirst());
	}

	@Override
	public List<Finding> check(TriggerDefinition trigger) {
		return this.sources.get().inspection(trigger).findings();
	}

	@Override
	public Message trial(TriggerDefinition trigger, TrialMessage typed) {
		KafkaDefinition definition = (KafkaDefinition) trigger.source();
		return KafkaMessage.typed(definition.topics().getFirst(), typed, AvroPayloads.ofTyped(definition.formats()));
	}

	@Override
	public byte @Nullable [] typed(TriggerDefinition trigger, Object payload) {
		byte[] value = AvroPayloads.typed(payload);
		if (value != null && ((KafkaDefinition) trigger.source()).formats().value() != Format.AVRO) {
			throw new IllegalArgumentException(
					"The trigger reads no Avro: 'kafka.value-format' has to be 'avro' for such a payload.");
		}
		return value;
	}

	@Override
	public Source create(TriggerDefinition trigger, boolean batched, SourceListener listener) {
		return this.sources.get().create(trigger, batched, listener);
	}

}
