package dev.tappet.trigger;

/**
 * The name of this process among the instances that share a broker.
 *
 * @param value the value of {@code tappet.instance-id}, or a generated one
 */
public record InstanceId(String value) {

	@Override
	public String toString() {
		return this.value;
	}

}
