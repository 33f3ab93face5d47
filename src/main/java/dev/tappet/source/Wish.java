package dev.tappet.source;

import java.time.Instant;

/**
 * What an operator wants a trigger to do, on every instance.
 *
 * @param paused whether nothing is to be fetched
 * @param since when it was said, by the clock of whoever keeps it
 * @param by who said it, such as the name of a user or of an instance
 */
public record Wish(boolean paused, Instant since, String by) {
}
