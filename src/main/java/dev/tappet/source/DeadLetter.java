package dev.tappet.source;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A message that was given up.
 *
 * @param id identifies the dead letter among those of its trigger
 * @param source where the message came from
 * @param attempts how often it was tried
 * @param reason why it was given up
 * @param failedAt when it was given up, or {@code null} where that is not known
 * @param original the message as it was
 */
public record DeadLetter(String id, String source, int attempts, String reason, @Nullable Instant failedAt,
		Message original) {
}
