package dev.tappet.source.redis.poll;

import dev.tappet.source.redis.lease.Allowance;

/**
 * A read that is on its way.
 *
 * @param kind what it asks for
 * @param generation the {@link ReadsUnderWay} that it belongs to
 * @param deliveries for how many deliveries demand is set aside
 * @param allowance what it may bring
 * @param watched whether the server had been asked before it to tell of the next change
 * @param seen what the key's watch had seen before it
 */
record SentRead(ReadKind kind, int generation, int deliveries, Allowance allowance, boolean watched, int seen) {

	SentRead(ReadKind kind, int generation, int deliveries, boolean watched, int seen) {
		this(kind, generation, deliveries, Allowance.of(deliveries), watched, seen);
	}

}
