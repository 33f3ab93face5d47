package dev.tappet.source;

/**
 * Another live process has this instance's id, and does not end.
 */
public class InstanceIdInUseException extends RuntimeException {

	/**
	 * Names the instance and the place, since both are the operator's to change.
	 * @param instance the instance id
	 * @param server where the other process was seen
	 */
	public InstanceIdInUseException(String instance, String server) {
		super("Another live process uses the instance id '%s' on %s.".formatted(instance, server));
	}

}
