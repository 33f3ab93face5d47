package dev.tappet.source.azurequeue.poll;

import dev.tappet.trigger.TriggerDefinition;

/**
 * What of a trigger decides on receives.
 *
 * @param definition its block
 * @param perDelivery most messages of one delivery
 * @param maxAttempts most attempts of a message
 */
record PollSettings(AzureQueueDefinition definition, int perDelivery, int maxAttempts) {

	static PollSettings of(TriggerDefinition trigger, boolean batched) {
		return new PollSettings((AzureQueueDefinition) trigger.source(), batched ? trigger.batchSize() : 1,
				trigger.retry().maxAttempts());
	}

	LeaseTimes times() {
		return new LeaseTimes(this.definition.lease());
	}

	/** How many messages to ask for when so many deliveries are wanted. */
	int most(long wanted) {
		return (int) Math.min(this.definition.batchSize(), wanted * this.perDelivery);
	}

	/**
	 * How many deliveries must be wanted for a receive: one beside others must be able to
	 * bring a good part of what one can, for each is billed.
	 * @param underWay how many receives are under way
	 * @param permits how many deliveries may be in hands
	 */
	long least(int underWay, long permits) {
		return (underWay > 0) ? Math.max(1, Math.min(deliveries(this.definition.batchSize()), permits) / 2) : 1;
	}

	/** How many deliveries so many messages make, if all are on the same attempt. */
	long deliveries(int messages) {
		return (messages + this.perDelivery - 1) / this.perDelivery;
	}

}
