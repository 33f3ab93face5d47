package dev.tappet.source.kafka.value;

/**
 * Which part of a record is read.
 */
enum Part {

	KEY("the record's key"), VALUE("the record's value");

	private final String name;

	Part(String name) {
		this.name = name;
	}

	/** What to call it in a sentence. */
	@Override
	public String toString() {
		return this.name;
	}

}
