package dev.tappet.source.azurequeue;

import java.util.List;
import java.util.function.Supplier;

import dev.tappet.handler.QueueMessage;
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
import dev.tappet.source.azurequeue.connection.AzureConnectionType;
import dev.tappet.source.azurequeue.connection.DefaultSetting;
import dev.tappet.source.azurequeue.poll.AzureMessage;
import dev.tappet.source.azurequeue.poll.AzureQueueBlock;
import dev.tappet.source.azurequeue.poll.AzureQueueDefinition;
import dev.tappet.source.azurequeue.poll.MessageEncoding;
import dev.tappet.trigger.SourceDefinition;
import dev.tappet.trigger.TriggerDefinition;

/**
 * Queues of Azure Storage. They have no order.
 */
final class AzureQueueType implements SourceType {

	static final Traits TRAITS = new Traits(true, Order.NONE, true, true);

	private final DefaultSetting setting;

	private final Supplier<AzureQueueSources> sources;

	AzureQueueType(DefaultSetting setting, Supplier<AzureQueueSources> sources) {
		this.setting = setting;
		this.sources = sources;
	}

	@Override
	public String name() {
		return AzureQueueDefinition.TYPE;
	}

	@Override
	public Traits traits() {
		return TRAITS;
	}

	@Override
	public List<PayloadType> payloadTypes() {
		return List.of(PayloadType.of(QueueMessage.class, (source, message, text) -> whole(message)));
	}

	private static QueueMessage whole(Message message) throws UnbindablePayloadException {
		if (!(message instanceof AzureMessage queued)) {
			throw new UnbindablePayloadException("only a message of a queue is a QueueMessage");
		}
		return queued.forHandlers();
	}

	@Override
	public String connectionType() {
		return AzureConnectionType.NAME;
	}

	@Override
	public Block<?, AzureQueueDefinition> block() {
		return new Block<>(AzureQueueBlock.class, AzureQueueBlock::define);
	}

	@Override
	public void checkDefaultConnection(Problems problems) {
		this.setting.check(problems);
	}

	@Override
	public void checkBeside(SourceDefinition trigger, TriggerDefinition earlier, Problems problems) {
		AzureQueueDefinition own = (AzureQueueDefinition) trigger;
		AzureQueueDefinition other = (AzureQueueDefinition) earlier.source();
		if (own.queueName().equals(other.queueName())) {
			problems.add("queue-name",
					"The trigger '%s' reads this queue already, and each would be given a part of the messages."
						.formatted(earlier.name()),
					"Give each trigger a queue of its own, or have one handler do both.");
		}
	}

	@Override
	public String example(TriggerDefinition trigger) {
		AzureQueueDefinition definition = (AzureQueueDefinition) trigger.source();
		String content = definition.encoding() == MessageEncoding.BASE64 ? "\"$(printf '{\"id\":1}' | base64)\""
				: "'{\"id\":1}'";
		return "az storage message put --queue-name %s --content %s".formatted(definition.queueName(), content);
	}

	@Override
	public List<Finding> check(TriggerDefinition trigger) {
		return this.sources.get().inspection(trigger).findings();
	}

	@Override
	public Message trial(TriggerDefinition trigger, TrialMessage typed) {
		return AzureMessage.typed((AzureQueueDefinition) trigger.source(), typed.withoutHeaders(name()));
	}

	@Override
	public Source create(TriggerDefinition trigger, boolean batched, SourceListener listener) {
		return this.sources.get().create(trigger, batched, listener);
	}

}
