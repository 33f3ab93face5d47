package dev.tappet.source.azurequeue.poll;

import java.time.Clock;
import java.util.function.LongConsumer;

import dev.tappet.source.SourceListener;

/**
 * Who is told of what becomes of messages.
 *
 * @param condition how the source is doing
 * @param listener told what was carried out
 * @param released given the room of what is settled
 * @param due told when a message that was put off is visible again
 * @param clock for the times of messages
 */
record Outlook(Condition condition, SourceListener listener, LongConsumer released, LongConsumer due, Clock clock) {
}
