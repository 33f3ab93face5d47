package dev.tappet.source.kafka.connection;

import org.jspecify.annotations.Nullable;

/**
 * Why a broker cannot be talked to.
 *
 * @param refusal what it is
 * @param broker where the broker is
 * @param detail what was said about it, or {@code null}
 */
record Obstacle(KafkaRefusal refusal, String broker, @Nullable String detail) {
}
