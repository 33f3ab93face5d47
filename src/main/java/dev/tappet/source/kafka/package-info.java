/**
 * Kafka: the kind of source that reads from topics, and how it is put together.
 */
@NullMarked
package dev.tappet.source.kafka;

import org.jspecify.annotations.NullMarked;
