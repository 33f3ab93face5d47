package dev.tappet.source;

/**
 * What a kind of source can do, for whoever must not know which kind it is.
 *
 * @param backlog whether it knows how much is still to be done
 * @param order what it can keep the order of
 * @param batches whether a delivery may hold several messages
 * @param times whether it knows when a message was written
 */
public record Traits(boolean backlog, Order order, boolean batches, boolean times) {
}
