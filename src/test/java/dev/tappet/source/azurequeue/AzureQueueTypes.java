package dev.tappet.source.azurequeue;

import dev.tappet.source.SourceType;
import dev.tappet.source.azurequeue.connection.DefaultSetting;

import org.springframework.core.env.StandardEnvironment;

/**
 * The kind of source that reads queues of Azure Storage, for tests that make no source of
 * it.
 */
public final class AzureQueueTypes {

	private AzureQueueTypes() {
	}

	public static SourceType queues() {
		return new AzureQueueType(new DefaultSetting(new StandardEnvironment()), () -> {
			throw new IllegalStateException("no storage account here");
		});
	}

}
