package dev.tappet.source.redis.pubsub;

import dev.tappet.source.Verdict;

/**
 * A message that was given up.
 *
 * @param message the message
 * @param verdict why
 */
record Letter(Published message, Verdict.Bury verdict) {
}
