/**
 * The thread that polls for one trigger, and what it does with the records.
 */
@NullMarked
package dev.tappet.source.kafka.poll;

import org.jspecify.annotations.NullMarked;
