package dev.tappet.handler;

import java.time.Instant;

/**
 * A message of an Azure Storage queue.
 *
 * @param id the id that the service gave it
 * @param body the decoded body as text
 * @param dequeueCount how often it was taken, this time included
 * @param insertedOn when it was sent
 * @param expiresOn when it expires
 * @param nextVisibleOn when it becomes visible to others, unless its lease is renewed
 * @param popReceipt what it was taken with; it changes with each renewal of the lease
 */
public record QueueMessage(String id, String body, long dequeueCount, Instant insertedOn, Instant expiresOn,
		Instant nextVisibleOn, String popReceipt) {
}
