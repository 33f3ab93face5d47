/**
 * A raw message to what a handler takes: text, bytes, JSON, or the broker's own view.
 */
@NullMarked
package dev.tappet.dispatch.payload;

import org.jspecify.annotations.NullMarked;
