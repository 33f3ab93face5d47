/**
 * Reads a queue: what is received when, for how long it is leased, and how it is settled.
 */
@NullMarked
package dev.tappet.source.azurequeue.poll;

import org.jspecify.annotations.NullMarked;
