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

	private final Verdicts verdicts;

	private final Slot<KafkaMessage> slot;

	private final KafkaMessage message;

	/** Those behind the first. */
	private final List<Part> others;

	private final int attempt;

	/**
	 * A record behind the first.
	 *
	 * @param slot where it stands
	 * @param message the record, which its slot forgets when it is done
	 */
	record Part(Slot<KafkaMessage> slot, KafkaMessage message) {
	}

	/**
	 * Makes a delivery.
	 * @param partition the partition of its records
	 * @param verdicts takes the decisions on them
	 * @param slot where its first record stands
	 * @param message its first record
	 * @param others those behind it
	 */
	KafkaDelivery(Partition partition, Verdicts verdicts, Slot<KafkaMessage> slot, KafkaMessage message,
			List<Part> others) {
		this.partition = partition;
		this.verdicts = verdicts;
		this.slot = slot;
		this.message = message;
		this.others = others;
		this.attempt = slot.attempt();
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
		return 1 + this.others.size();
	}

	@Override
	public Message message(int position) {
		return (position == 0) ? this.message : this.others.get(position - 1).message();
	}

	@Override
	public boolean replay() {
		return this.message.replayed();
	}

	@Override
	public boolean alone() {
		return this.slot.alone();
	}

	@Override
	public boolean beginAlone() {
		return this.verdicts.beginAlone(this.partition, this.slot);
	}

	@Override
	public void settle(int position, Verdict verdict) {
		if (position == 0) {
			this.verdicts.settle(this.partition, this.slot, this.message, verdict);
		}
		else {
			Part part = this.others.get(position - 1);
			this.verdicts.settle(this.partition, part.slot(), part.message(), verdict);
		}
	}

	@Override
	public void ended() {
		this.verdicts.ended(this.partition);
	}

}
