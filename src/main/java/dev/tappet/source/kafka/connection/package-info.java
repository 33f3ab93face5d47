/**
 * How a Kafka cluster is reached, and what it means when it cannot be.
 */
@NullMarked
package dev.tappet.source.kafka.connection;

import org.jspecify.annotations.NullMarked;
