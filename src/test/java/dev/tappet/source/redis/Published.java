package dev.tappet.source.redis;

import java.time.Instant;

/**
 * A message that exists only while it is published, or the event of a key.
 *
 * @param message the message
 * @param begun before it was sent
 * @param ended after Redis had confirmed it
 * @param heard whether somebody was subscribed to it then, as Redis says itself
 */
record Published(String message, Instant begun, Instant ended, boolean heard) {
}
