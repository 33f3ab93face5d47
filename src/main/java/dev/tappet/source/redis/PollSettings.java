package dev.tappet.source.redis;

import java.time.Duration;

/**
 * How a key is polled.
 *
 * @param type the kind of source
 * @param count most messages of one read
 * @param pollingInterval longest wait while the key is idle
 * @param strict whether the next message waits for the last
 * @param readingChangesKey whether a read is a change of the key, so that it must be
 * watched anew
 */
record PollSettings(String type, int count, Duration pollingInterval, boolean strict, boolean readingChangesKey) {
}
