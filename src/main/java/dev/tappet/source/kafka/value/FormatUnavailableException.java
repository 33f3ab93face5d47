package dev.tappet.source.kafka.value;

/**
 * What is needed to read a record cannot be had for now, which is not the record's fault.
 */
public final class FormatUnavailableException extends Exception {

	/**
	 * Says who cannot be asked.
	 * @param reason why, with the remedy, without secrets
	 */
	public FormatUnavailableException(String reason) {
		super(reason);
	}

	/**
	 * Why.
	 * @return one line without secrets
	 */
	public String reason() {
		return String.valueOf(getMessage());
	}

}
