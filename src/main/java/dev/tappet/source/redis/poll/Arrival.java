package dev.tappet.source.redis.poll;

import dev.tappet.source.redis.lease.ReadResult;
import org.jspecify.annotations.Nullable;

/**
 * A read that has ended: with a result, or with a failure.
 *
 * @param key who sent it
 * @param read the read
 * @param result what it brought
 * @param failure why it brought nothing
 */
record Arrival(KeyPoller key, SentRead read, @Nullable ReadResult result, @Nullable Throwable failure) {
}
