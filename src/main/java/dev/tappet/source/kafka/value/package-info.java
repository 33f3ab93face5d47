/**
 * What the bytes of a record's key and value say.
 */
@NullMarked
package dev.tappet.source.kafka.value;

import org.jspecify.annotations.NullMarked;
