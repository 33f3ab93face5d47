package dev.tappet.source.azurequeue;

import java.time.Instant;

/**
 * A message as the service keeps it.
 *
 * @param number its place among all messages of its queue
 * @param id its id
 * @param text its text, as it was sent
 * @param insertedOn when it was sent
 * @param expiresOn when it is removed unread
 * @param nextVisibleOn from when on it can be received
 * @param popReceipt what its holder shows
 * @param dequeueCount how often it was received
 */
record StubMessage(long number, String id, String text, Instant insertedOn, Instant expiresOn, Instant nextVisibleOn,
		String popReceipt, int dequeueCount) {

	StubMessage received(Instant nextVisibleOn, String popReceipt) {
		return new StubMessage(this.number, this.id, this.text, this.insertedOn, this.expiresOn, nextVisibleOn,
				popReceipt, this.dequeueCount + 1);
	}

	StubMessage updated(String text, Instant nextVisibleOn, String popReceipt) {
		return new StubMessage(this.number, this.id, text, this.insertedOn, this.expiresOn, nextVisibleOn, popReceipt,
				this.dequeueCount);
	}

}
