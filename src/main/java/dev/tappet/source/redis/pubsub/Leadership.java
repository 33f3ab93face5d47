package dev.tappet.source.redis.pubsub;

import dev.tappet.source.ReadBuffer;
import dev.tappet.source.redis.lease.Lead;

/**
 * What a trigger needs of which one instance handles what all hear.
 *
 * @param lead says which instance that is
 * @param readBuffer the memory for what the others hold meanwhile
 */
public record Leadership(Lead lead, ReadBuffer readBuffer) {
}
