/**
 * A source that a newcomer may read first: a queue in memory, and all that makes it a
 * kind of source of its own.
 */
@NullMarked
package dev.tappet.example;

import org.jspecify.annotations.NullMarked;
