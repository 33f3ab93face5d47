package dev.tappet.source.kafka.poll;

import java.util.List;

import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Verdict;
import dev.tappet.source.kafka.commit.Slot;

/**
 * Records of one partition, on the same attempt and all replayed or none.
 */
final class KafkaDelivery implements Delivery {

	private final Partition partition;

	private final List<Slot<KafkaMessage>> slots;

	private final List<KafkaMessage> messages;

	private final Verdicts verdicts;

	private final int attempt;

	private final boolean replay;

	private KafkaDelivery(Partition partition, List<Slot<KafkaMessage>> slots, List<KafkaMessage> messages,
			Verdicts verdicts) {
		this.partition = partition;
		this.slots = slots;
		this.messages = messages;
		this.verdicts = verdicts;
		this.attempt = slots.getFirst().attempt();
		this.replay = messages.getFirst().replayed();
	}

	static KafkaDelivery of(Partition partition, List<Slot<KafkaMessage>> slots, List<KafkaMessage> messages,
			Verdicts verdicts) {
		return new KafkaDelivery(partition, slots, messages, verdicts);
	}

	@Override
	public String source() {
		return this.partition.id().topic();
	}

	@Override
	public int attempt() {
		return this.attempt;
	}

	@Override
	public int size() {
		return this.slots.size();
	}

	@Override
	public Message message(int position) {
		return this.messages.get(position);
	}

	@Override
	public boolean replay() {
		return this.replay;
	}

	@Override
	public boolean alone() {
		return this.slots.getFirst().alone();
	}

	@Override
	public boolean beginAlone() {
		return this.verdicts.beginAlone(this.partition, this.slots.getFirst());
	}

	@Override
	public void settle(int position, Verdict verdict) {
		this.verdicts.settle(this.partition, this.slots.get(position), this.messages.get(position), verdict);
	}

	@Override
	public void ended() {
		this.verdicts.ended(this.partition);
	}

}
