/**
 * Records that were given up: how they are kept, found, put back and removed.
 */
@NullMarked
package dev.tappet.source.kafka.letter;

import org.jspecify.annotations.NullMarked;
