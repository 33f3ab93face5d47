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

	private final Part first;

	/** Those behind the first. */
	private final List<Part> others;

	private final int attempt;

	/**
	 * A record of a delivery.
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
	 * @param first its first record
	 * @param others those behind it
	 */
	KafkaDelivery(Partition partition, Verdicts verdicts, Part first, List<Part> others) {
		this.partition = partition;
		this.verdicts = verdicts;
		this.first = first;
		this.others = others;
		this.attempt = first.slot().attempt();
	}

	private Part part(int position) {
		return (position == 0) ? this.first : this.others.get(position - 1);
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
		return part(position).message();
	}

	@Override
	public boolean replay() {
		return this.first.message().replayed();
	}

	@Override
	public boolean alone() {
		return this.first.slot().alone();
	}

	@Override
	public boolean beginAlone() {
		return this.verdicts.beginAlone(this.partition, this.first.slot());
	}

	@Override
	public void settle(int position, Verdict verdict) {
		Part part = part(position);
		this.verdicts.settle(this.partition, part.slot(), part.message(), verdict);
	}

	@Override
	public void ended() {
		this.verdicts.ended(this.partition);
	}

}
