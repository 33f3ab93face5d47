/**
 * The clients that all triggers on one cluster share.
 */
@NullMarked
package dev.tappet.source.kafka.place;

import org.jspecify.annotations.NullMarked;
