/**
 * A checked, immutable trigger definition, and the part of it that its source
 * understands.
 */
@NullMarked
package dev.tappet.trigger;

import org.jspecify.annotations.NullMarked;
