package dev.tappet.source.azurequeue;

import dev.tappet.source.Block;
import dev.tappet.source.Problems;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceType;
import dev.tappet.source.Traits;
import dev.tappet.source.azurequeue.connection.AzureConnectionType;
import dev.tappet.source.azurequeue.poll.AzureQueueBlock;
import dev.tappet.source.azurequeue.poll.AzureQueueDefinition;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Queues, where Azure's client is not on the class path: no trigger can read them.
 */
final class AbsentAzureQueueType implements SourceType {

	private static final String ABSENT = "The client of Azure's queues is not on the class path.";

	@Override
	public String name() {
		return AzureQueueDefinition.TYPE;
	}

	@Override
	public Traits traits() {
		return AzureQueueType.TRAITS;
	}

	@Override
	public String connectionType() {
		return AzureConnectionType.NAME;
	}

	@Override
	public Block<?, AzureQueueDefinition> block() {
		return new Block<>(AzureQueueBlock.class, AbsentAzureQueueType::define);
	}

	private static @Nullable AzureQueueDefinition define(AzureQueueBlock block, String trigger, Problems problems) {
		problems.add("", ABSENT,
				"Add com.azure:azure-storage-queue and com.azure:azure-core-http-jdk-httpclient to the "
						+ "application. The executable jar of Tappet has them.");
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
