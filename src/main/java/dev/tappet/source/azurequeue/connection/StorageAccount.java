package dev.tappet.source.azurequeue.connection;

import java.time.Duration;

import com.azure.core.credential.TokenCredential;
import com.azure.core.util.ClientOptions;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;

/**
 * The queues of one storage account, as one trigger uses them.
 */
public final class StorageAccount {

	private static final Duration TRY_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration FIRST_DELAY = Duration.ofMillis(100);

	private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);

	private static final int TRIES = 3;

	private final AzureConnectionDefinition definition;

	private final RequestCounts.OfTrigger counts;

	StorageAccount(AzureConnectionDefinition definition, RequestCounts.OfTrigger counts) {
		this.definition = definition;
		this.counts = counts;
	}

	/**
	 * Where the account is.
	 * @return its address, without secrets
	 */
	public String place() {
		return this.definition.endpoint();
	}

	/**
	 * One of its queues. The body of a message is the text that stands in the queue: it
	 * is decoded by whoever reads it, for the client fails a whole receive for one
	 * message that it cannot decode.
	 * @param name the queue's name
	 * @return the queue, to which nothing is connected yet
	 */
	public StorageQueue queue(String name) {
		QueueClientBuilder builder = new QueueClientBuilder().endpoint(this.definition.endpoint())
			.queueName(name)
			.messageEncoding(QueueMessageEncoding.NONE)
			.httpClient(Transport.CLIENT)
			.clientOptions(new ClientOptions().setApplicationId("tappet"))
			.retryOptions(new RequestRetryOptions(RetryPolicyType.EXPONENTIAL, TRIES, TRY_TIMEOUT, FIRST_DELAY,
					LONGEST_DELAY, null))
			.addPolicy(new CountingPolicy(this.counts));
		switch (this.definition.credential()) {
			case Credential.AccountKey(String account, Secret key) ->
				builder.credential(new StorageSharedKeyCredential(account, key.value()));
			case Credential.Sas(Secret token) -> builder.sasToken(token.value());
			case Credential.Identity identity -> builder.credential(token(identity));
		}
		return new StorageQueue(name, builder.buildAsyncClient(), new AzureFailures(this.definition));
	}

	private static TokenCredential token(Credential.Identity identity) {
		try {
			return IdentityTokens.of(identity, Transport.CLIENT);
		}
		catch (NoClassDefFoundError ex) {
			throw new IllegalStateException(
					"An identity needs com.azure:azure-identity on the class path; the executable jar of Tappet has it.");
		}
	}

	@Override
	public String toString() {
		return "queues of " + place();
	}

}
