package dev.tappet.source.redis.lease;

import dev.tappet.source.Message;

/**
 * An element of a list.
 *
 * @param taking the step that took it from the list
 * @param number which element of that step it is
 * @param body the element
 */
@SuppressWarnings("ArrayRecordComponent")
record Element(String taking, long number, byte[] body) implements Message.Body {

	/** An element that was taken before. */
	static Element of(String id, byte[] body) {
		int dash = id.lastIndexOf('-');
		return new Element(id.substring(0, dash), Long.parseLong(id, dash + 1, id.length(), 10), body);
	}

	@Override
	public String id() {
		return this.taking + "-" + this.number;
	}

}
